import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * A gRPC application without a sidecar, by grpc-java: its argument is the target, its bootstrap is in the environment.
 * It reads commands from its input (`calls N [HEADER VALUE]`, `load`, `stop`) and answers `calls` and `stop` with a
 * line that tells who took how many calls.
 */
final class Proxyless {
  private static final int ABREAST = 8;
  private static final long DEADLINE_SECONDS = 20;
  private static final MethodDescriptor<byte[], byte[]> WHO = Bytes.method("test.Who/Are", MethodType.UNARY);
  private static final ExecutorService WORKERS = Executors.newCachedThreadPool();

  private Proxyless() {}

  private static String who(Channel channel) {
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    try {
      return new String(ClientCalls.blockingUnaryCall(channel, WHO, options, new byte[0]));
    } catch (StatusRuntimeException error) {
      System.err.println(error.getMessage());
      return "failed";
    }
  }

  private static CompletableFuture<String> calls(Channel channel, LongPredicate more) {
    AtomicLong sent = new AtomicLong();
    Map<String, Integer> tally = new TreeMap<>();
    Runnable worker =
        () -> {
          while (more.test(sent.getAndIncrement())) {
            String name = who(channel);
            synchronized (tally) {
              tally.merge(name, 1, Integer::sum);
            }
          }
        };
    CompletableFuture<?>[] workers = new CompletableFuture<?>[ABREAST];
    for (int i = 0; i < ABREAST; i++) workers[i] = CompletableFuture.runAsync(worker, WORKERS);
    return CompletableFuture.allOf(workers)
        .thenApply(
            done -> {
              StringBuilder line = new StringBuilder("tally");
              tally.forEach((name, count) -> line.append(' ').append(name).append('=').append(count));
              return line.toString();
            });
  }

  public static void main(String[] args) throws IOException {
    Channel channel = Grpc.newChannelBuilder(args[0], InsecureChannelCredentials.create()).build();
    AtomicBoolean loading = new AtomicBoolean();
    CompletableFuture<String> load = CompletableFuture.completedFuture("tally");
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "calls" -> {
          Metadata headers = new Metadata();
          if (words.length == 4) {
            headers.put(Metadata.Key.of(words[2], Metadata.ASCII_STRING_MARSHALLER), words[3]);
          }
          long count = Long.parseLong(words[1]);
          Channel own =
              ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
          System.out.println(calls(own, sent -> sent < count).join());
        }
        case "load" -> {
          loading.set(true);
          load = calls(channel, sent -> loading.get());
        }
        default -> {
          loading.set(false);
          System.out.println(load.join());
        }
      }
    }
    System.exit(0);
  }
}
