package io.portcullis.contract;

import io.portcullis.machine.ForkedServer;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests over the AJP port of a server, as a web server in front of it sends them. */
final class Ajp {
  private static final String PORT = "ajp ";
  private static final int FORWARD_REQUEST = 2;
  private static final int GET = 2;
  private static final int SEND_HEADERS = 4;
  private static final int CERTIFICATE = 7;

  private Ajp() {}

  /**
   * The status of the answer to a GET.
   *
   * @param said the remote address that the web server tells
   * @param headers each {@code Name: value}
   */
  static int ask(ForkedServer server, String path, String said, String... headers)
      throws IOException, InterruptedException {
    return ask(server, path, said, "", headers);
  }

  /** The same over what the web server says was TLS, with the certificate that it tells. */
  static int askWithCertificate(
      ForkedServer server, String path, String said, String pem, String... headers)
      throws IOException, InterruptedException {
    return ask(server, path, said, pem, headers);
  }

  private static int ask(
      ForkedServer server, String path, String said, String pem, String[] headers)
      throws IOException, InterruptedException {
    String line = server.stdout().await(l -> l.startsWith(PORT));
    int port = Integer.parseInt(line.substring(PORT.length()));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(packet(path, said, pem, headers));
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (true) {
        if (in.readUnsignedShort() != 0x4142) {
          throw new IOException("no packet of AJP");
        }
        int length = in.readUnsignedShort();
        byte[] message = in.readNBytes(length);
        if (message[0] == SEND_HEADERS) {
          return (message[1] & 0xff) << 8 | message[2] & 0xff;
        }
      }
    }
  }

  private static byte[] packet(String path, String said, String pem, String[] headers)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream message = new DataOutputStream(bytes);
    message.write(FORWARD_REQUEST);
    message.write(GET);
    string(message, "HTTP/1.1");
    string(message, path);
    string(message, said);
    string(message, said);
    string(message, "localhost");
    message.writeShort(80);
    message.writeBoolean(!pem.isEmpty());
    message.writeShort(headers.length + 1);
    string(message, "Host");
    string(message, "localhost");
    for (String header : headers) {
      int colon = header.indexOf(':');
      string(message, header.substring(0, colon));
      string(message, header.substring(colon + 1).trim());
    }
    if (!pem.isEmpty()) {
      message.write(CERTIFICATE);
      string(message, pem);
    }
    message.write(0xff);
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(packet);
    out.writeShort(0x1234);
    out.writeShort(bytes.size());
    out.write(bytes.toByteArray());
    return packet.toByteArray();
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    out.writeShort(bytes.length);
    out.write(bytes);
    out.write(0);
  }
}
