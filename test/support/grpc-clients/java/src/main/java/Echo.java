import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Calls the echo service of test/e2e/grpc-clients.test.ts by grpc-java and prints one line a check. */
final class Echo {
  private static final byte[] NOTHING = {};
  private final ManagedChannel channel;

  private Echo(ManagedChannel channel) {
    this.channel = channel;
  }

  public static void main(String[] args) throws InterruptedException {
    ManagedChannel channel =
        Grpc.newChannelBuilder(args[0], InsecureChannelCredentials.create())
            .keepAliveTime(10, TimeUnit.SECONDS)
            .keepAliveWithoutCalls(true)
            .build();
    new Echo(channel).run();
    channel.shutdownNow();
  }

  private static void check(String what, boolean ok, Object detail) {
    System.out.println((ok ? "ok " : "FAILED ") + what + (ok ? "" : ": " + detail));
    if (!ok) System.exit(1);
  }

  private byte[] unary(String method, byte[] sent, CallOptions options) {
    return ClientCalls.blockingUnaryCall(
        channel, Bytes.method("test.Echo/" + method, MethodType.UNARY), options, sent);
  }

  private Status failure(String method, CallOptions options) {
    try {
      unary(method, NOTHING, options);
      return Status.OK;
    } catch (StatusRuntimeException error) {
      return error.getStatus();
    }
  }

  /** What comes back on a stream: messages, and at last its status. */
  private static final class Answers implements StreamObserver<byte[]> {
    private final BlockingQueue<Object> all = new LinkedBlockingQueue<>();

    @Override
    public void onNext(byte[] message) {
      all.add(message);
    }

    @Override
    public void onError(Throwable error) {
      all.add(Status.fromThrowable(error));
    }

    @Override
    public void onCompleted() {
      all.add(Status.OK);
    }

    Object next() throws InterruptedException {
      Object answer = all.poll(20, TimeUnit.SECONDS);
      return answer == null ? "no answer" : answer;
    }
  }

  private StreamObserver<byte[]> stream(String method, Answers answers) {
    return ClientCalls.asyncBidiStreamingCall(
        channel.newCall(
            Bytes.method("test.Echo/" + method, MethodType.BIDI_STREAMING), CallOptions.DEFAULT),
        answers);
  }

  private void run() throws InterruptedException {
    byte[] large = "moniker".repeat(400_000).getBytes();
    for (CallOptions options :
        new CallOptions[] {CallOptions.DEFAULT, CallOptions.DEFAULT.withCompression("gzip")}) {
      check("unary", Arrays.equals(unary("Once", large, options), large), options);
    }

    Answers answers = new Answers();
    StreamObserver<byte[]> stream = stream("Stream", answers);
    for (int i = 0; i < 100; i++) {
      byte[] sent = new byte[i * 1000];
      Arrays.fill(sent, (byte) i);
      stream.onNext(sent);
      Object back = answers.next();
      if (!(back instanceof byte[] bytes && Arrays.equals(bytes, sent))) check("echo", false, i + " " + back);
    }
    stream.onCompleted();
    check("half close ends with OK", answers.next() instanceof Status status && status.isOk(), "");

    Status unknown = failure("None", CallOptions.DEFAULT);
    check("unknown method", unknown.getCode() == Status.Code.UNIMPLEMENTED, unknown);
    Status refused = failure("Refuse", CallOptions.DEFAULT);
    boolean told = "nothing like “that”".equals(refused.getDescription());
    check("refusal", refused.getCode() == Status.Code.NOT_FOUND && told, refused);
    Status late = failure("Quiet", CallOptions.DEFAULT.withDeadlineAfter(50, TimeUnit.MILLISECONDS));
    check("deadline", late.getCode() == Status.Code.DEADLINE_EXCEEDED, late);

    Answers last = new Answers();
    stream("Quiet", last).onNext(NOTHING);
    System.out.println("waiting");
    Object end = last.next();
    check("shutdown", end instanceof Status status && status.getCode() == Status.Code.UNAVAILABLE, end);
  }
}
