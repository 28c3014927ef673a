package io.portcullis.bench;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process that asks a server as fast as it answers: each client sends its next request when it
 * has the answer to the one before.
 *
 * <p>Takes lines {@code PORT CLIENTS MILLISECONDS STATUS HEADER|HEADER…} and answers each with
 * {@code load REQUESTS_A_SECOND P50 P99}, the latter two in microseconds.
 */
public final class Load {
  private static final int MOST = 1 << 20;

  private Load() {}

  public static void main(String[] arguments) throws Exception {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] parts = order.split(" ", 5);
      int clients = Integer.parseInt(parts[1]);
      ExecutorService threads = Executors.newFixedThreadPool(clients);
      long until = System.nanoTime() + Long.parseLong(parts[2]) * 1_000_000;
      long from = System.nanoTime();
      List<Future<long[]>> results = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        results.add(
            threads.submit(
                () ->
                    ask(Integer.parseInt(parts[0]), until, Integer.parseInt(parts[3]), parts[4])));
      }
      long[] all = new long[0];
      for (Future<long[]> result : results) {
        long[] one = result.get();
        int end = all.length;
        all = Arrays.copyOf(all, end + one.length);
        System.arraycopy(one, 0, all, end, one.length);
      }
      double seconds = (System.nanoTime() - from) / 1e9;
      threads.shutdown();
      Arrays.sort(all);
      System.out.println(
          "load "
              + all.length / seconds
              + " "
              + all[all.length / 2] / 1e3
              + " "
              + all[(int) (all.length * 0.99)] / 1e3);
    }
  }

  private static long[] ask(int port, long until, int status, String headers) throws IOException {
    long[] took = new long[1024];
    int count = 0;
    try (Client client = new Client("127.0.0.1", port, headers)) {
      do {
        long from = System.nanoTime();
        int answered = client.ask();
        if (answered != status) {
          throw new IOException("status " + answered + " in place of " + status);
        }
        if (count == took.length) {
          took = Arrays.copyOf(took, Math.min(MOST, count * 2));
        }
        took[count++] = System.nanoTime() - from;
      } while (count < MOST && System.nanoTime() < until);
    }
    return Arrays.copyOf(took, count);
  }

  /** One connection, made anew whenever the server has closed it. */
  static final class Client implements AutoCloseable {
    private final InetAddress local;
    private final int port;
    private final byte[] request;
    private final byte[] line = new byte[8192];
    private Socket socket;
    private InputStream in;

    /** A client at an address of this machine. */
    Client(String address, int port, String headers) throws IOException {
      this.local = InetAddress.getByName(address);
      this.port = port;
      String head = headers.isEmpty() ? "" : headers.replace("|", "\r\n") + "\r\n";
      this.request =
          ("GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n" + head + "\r\n")
              .getBytes(StandardCharsets.US_ASCII);
      connect();
    }

    private void connect() throws IOException {
      socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(30_000);
      socket.bind(new InetSocketAddress(local, 0));
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      in = new BufferedInputStream(socket.getInputStream());
    }

    /** The status of one answer, which is read to its end. */
    int ask() throws IOException {
      if (socket.isClosed()) {
        connect();
      }
      socket.getOutputStream().write(request);
      int status = Integer.parseInt(line().substring(9, 12));
      long length = -1;
      boolean chunked = false;
      boolean close = false;
      for (String header = line(); !header.isEmpty(); header = line()) {
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Long.parseLong(lower.substring(15).trim());
        }
        chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
        close |= lower.startsWith("connection:") && lower.endsWith("close");
      }
      if (chunked) {
        for (int size = chunk(); size > 0; size = chunk()) {
          in.skipNBytes(size);
          line();
        }
        line();
      } else if (length >= 0) {
        in.skipNBytes(length);
      } else {
        in.readAllBytes();
        close = true;
      }
      if (close) {
        socket.close();
      }
      return status;
    }

    private int chunk() throws IOException {
      return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
      int length = 0;
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new EOFException("the server has closed the connection");
        }
        line[length++] = (byte) next;
      }
      return new String(line, 0, Math.max(0, length - 1), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
