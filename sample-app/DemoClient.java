import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The HTTP client of the demo, for machines without curl and for what curl cannot measure.
 *
 * <pre>
 *   DemoClient get URL [-H 'Name: value']…
 *   DemoClient flip FILE STATUS URL [-H 'Name: value']…
 * </pre>
 *
 * {@code flip} asks again and again; it prints {@code watching} when it has begun, and in the end
 * how many milliseconds passed from the moment the file changed until the answer had that status.
 */
public final class DemoClient {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  public static void main(String[] arguments) throws Exception {
    List<String> all = Arrays.asList(arguments);
    if (all.size() >= 2 && all.get(0).equals("get")) {
      new DemoClient().get(request(all.subList(1, all.size())));
    } else if (all.size() >= 4 && all.get(0).equals("flip")) {
      new DemoClient()
          .flip(Path.of(all.get(1)), Integer.parseInt(all.get(2)), request(all.subList(3, all.size())));
    } else {
      System.err.println("usage: DemoClient get URL [-H header]… | flip FILE STATUS URL [-H header]…");
      System.exit(2);
    }
  }

  private static HttpRequest request(List<String> words) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(words.get(0))).timeout(PATIENCE);
    for (int i = 1; i + 1 < words.size(); i += 2) {
      String[] header = words.get(i + 1).split(": *", 2);
      request.header(header[0], header[1]);
    }
    return request.build();
  }

  private void get(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println("HTTP/1.1 " + answer.statusCode());
    answer.headers().map().forEach((name, values) -> values.forEach(v -> System.out.println(name + ": " + v)));
    System.out.println();
    System.out.println(answer.body());
  }

  private void flip(Path file, int status, HttpRequest request) throws IOException, InterruptedException {
    byte[] before = Files.readAllBytes(file);
    if (status(request) == status) {
      System.err.println("the answer has status " + status + " already");
      System.exit(1);
    }
    System.out.println("watching");
    long patience = System.nanoTime() + PATIENCE.toNanos();
    long changed = 0;
    while (System.nanoTime() < patience) {
      if (changed == 0) {
        long now = System.nanoTime();
        changed = Arrays.equals(before, Files.readAllBytes(file)) ? 0 : now;
      }
      if (changed != 0 && status(request) == status) {
        System.out.println((System.nanoTime() - changed) / 1_000_000);
        return;
      }
      Thread.sleep(5);
    }
    System.err.println("the answer never had status " + status);
    System.exit(1);
  }

  private int status(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
