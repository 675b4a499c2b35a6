import { generate } from 'selfsigned';

/** PEM texts. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Certificates {
  readonly ca: Certificate;
  /** For `localhost` and 127.0.0.1, of the authority. */
  readonly server: Certificate;
  /** Of the authority. */
  readonly client: Certificate;
  /** Of nobody's authority but its own. */
  readonly stranger: Certificate;
}

const EC = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

const name = (value: string) => [{ name: 'commonName', value }];

/** An authority, made anew, and what it signs; valid for a year. */
export async function makeCertificates(): Promise<Certificates> {
  const authority = await generate(name('test authority'), {
    ...EC,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const ca = { cert: authority.cert, key: authority.private };
  const signed = async (commonName: string, by?: Certificate): Promise<Certificate> => {
    const { cert, private: key } = await generate(name(commonName), {
      ...EC,
      ...(by && { ca: by }),
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'keyUsage', digitalSignature: true },
        { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ],
    });
    return { cert, key };
  };
  return {
    ca,
    server: await signed('control plane', ca),
    client: await signed('sidecar', ca),
    stranger: await signed('stranger'),
  };
}
