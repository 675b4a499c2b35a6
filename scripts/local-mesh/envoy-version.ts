/** The Envoy release that tests, demo, benchmarks and docker-compose.yml run; a test keeps them equal. */
export const ENVOY_VERSION = '1.40.0';
/** Where an Envoy of that release comes from on machines for which PyPI has no fitting wheel. */
export const ENVOY_IMAGE = `envoyproxy/envoy:v${ENVOY_VERSION}`;
