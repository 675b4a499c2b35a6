// Command proxyless is a gRPC application without a sidecar, by grpc-go: `proxyless TARGET`, its bootstrap in the
// environment. It reads commands from its input (`calls N [HEADER VALUE]`, `load`, `stop`) and answers `calls` and
// `stop` with a line that tells who took how many calls.
package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	_ "google.golang.org/grpc/xds"
)

const (
	abreast  = 8
	deadline = 20 * time.Second
)

// raw passes bytes through: the callees tell their names as they are.
type raw struct{}

func (raw) Name() string                    { return "raw" }
func (raw) Marshal(v any) ([]byte, error)   { return *v.(*[]byte), nil }
func (raw) Unmarshal(b []byte, v any) error { *v.(*[]byte) = bytes.Clone(b); return nil }

func who(conn *grpc.ClientConn, ctx context.Context) string {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	var nothing, answer []byte
	if err := conn.Invoke(ctx, "/test.Who/Are", &nothing, &answer, grpc.ForceCodec(raw{})); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return "failed"
	}
	return string(answer)
}

func calls(conn *grpc.ClientConn, ctx context.Context, more func(sent int64) bool) string {
	var (
		sent  atomic.Int64
		lock  sync.Mutex
		group sync.WaitGroup
		tally = map[string]int{}
	)
	for range abreast {
		group.Go(func() {
			for more(sent.Add(1) - 1) {
				name := who(conn, ctx)
				lock.Lock()
				tally[name]++
				lock.Unlock()
			}
		})
	}
	group.Wait()
	line := "tally"
	for name, count := range tally {
		line += fmt.Sprintf(" %s=%d", name, count)
	}
	return line
}

func main() {
	conn, err := grpc.NewClient(os.Args[1], grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var loading atomic.Bool
	loaded := make(chan string, 1)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		ctx := context.Background()
		switch words := strings.Fields(lines.Text()); words[0] {
		case "calls":
			count, _ := strconv.ParseInt(words[1], 10, 64)
			if len(words) == 4 {
				ctx = metadata.AppendToOutgoingContext(ctx, words[2], words[3])
			}
			fmt.Println(calls(conn, ctx, func(sent int64) bool { return sent < count }))
		case "load":
			loading.Store(true)
			go func() { loaded <- calls(conn, ctx, func(int64) bool { return loading.Load() }) }()
		case "stop":
			loading.Store(false)
			fmt.Println(<-loaded)
		}
	}
}
