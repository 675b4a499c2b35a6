// Command client calls the echo service of test/e2e/grpc-clients.test.ts by grpc-go and prints one line a check.
package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/encoding"
	"google.golang.org/grpc/encoding/gzip"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/status"
)

// raw passes bytes through: the transport is on trial, not protobuf.
type raw struct{}

func (raw) Name() string                    { return "proto" }
func (raw) Marshal(v any) ([]byte, error)   { return *v.(*[]byte), nil }
func (raw) Unmarshal(b []byte, v any) error { *v.(*[]byte) = bytes.Clone(b); return nil }

func check(what string, ok bool, detail any) {
	if !ok {
		fmt.Printf("FAILED %s: %v\n", what, detail)
		os.Exit(1)
	}
	fmt.Println("ok", what)
}

func main() {
	encoding.RegisterCodec(raw{})
	conn, err := grpc.NewClient(os.Args[1], grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 10 * time.Second, PermitWithoutStream: true}))
	check("dial", err == nil, err)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()

	large := bytes.Repeat([]byte("moniker"), 400_000)
	for _, opts := range [][]grpc.CallOption{nil, {grpc.UseCompressor(gzip.Name)}} {
		var back []byte
		err = conn.Invoke(ctx, "/test.Echo/Once", &large, &back, opts...)
		check("unary", err == nil && bytes.Equal(back, large), err)
	}

	desc := &grpc.StreamDesc{ClientStreams: true, ServerStreams: true}
	stream, err := conn.NewStream(ctx, desc, "/test.Echo/Stream")
	check("stream", err == nil, err)
	for i := range 100 {
		sent := bytes.Repeat([]byte{byte(i)}, i*1000)
		var back []byte
		check0(stream.SendMsg(&sent))
		check0(stream.RecvMsg(&back))
		if !bytes.Equal(sent, back) {
			check("echo", false, i)
		}
	}
	check0(stream.CloseSend())
	var rest []byte
	err = stream.RecvMsg(&rest)
	check("half close ends with OK", err == io.EOF, err)

	err = conn.Invoke(ctx, "/test.Echo/None", &rest, &rest)
	check("unknown method", status.Code(err) == codes.Unimplemented, err)
	err = conn.Invoke(ctx, "/test.Echo/Refuse", &rest, &rest)
	check("refusal", status.Code(err) == codes.NotFound && status.Convert(err).Message() == "nothing like “that”", err)
	short, stop := context.WithTimeout(ctx, 50*time.Millisecond)
	defer stop()
	err = conn.Invoke(short, "/test.Echo/Quiet", &rest, &rest)
	check("deadline", status.Code(err) == codes.DeadlineExceeded, err)

	stream, err = conn.NewStream(ctx, desc, "/test.Echo/Quiet")
	check0(err)
	check0(stream.SendMsg(&rest))
	fmt.Println("waiting")
	err = stream.RecvMsg(&rest)
	check("shutdown", status.Code(err) == codes.Unavailable, err)
}

func check0(err error) {
	if err != nil {
		check("call", false, err)
	}
}
