package io.portcullis.contract.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import javax.servlet.AsyncContext;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Reads bodies in each of the ways that an application can, and tells what it has read. */
public final class BodyServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  static final String[] PATHS = {
    "/body/sync", "/body/listener", "/body/parameter", "/body/reader", "/body/unread"
  };

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getServletPath()) {
      case "/body/listener":
        AsyncContext async = request.startAsync();
        ServletInputStream in = request.getInputStream();
        in.setReadListener(new Listener(async, in));
        break;
      case "/body/parameter":
        text(response, "parameter " + request.getParameter("tenantId"));
        break;
      case "/body/reader":
        StringBuilder chars = new StringBuilder();
        for (int c = request.getReader().read(); c >= 0; c = request.getReader().read()) {
          chars.append((char) c);
        }
        text(response, "read " + hash(chars.toString().getBytes(StandardCharsets.ISO_8859_1)));
        break;
      case "/body/unread":
        text(response, "unread");
        break;
      default:
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[1000];
        ServletInputStream input = request.getInputStream();
        for (int n = input.read(piece); n >= 0; n = input.read(piece)) {
          all.write(piece, 0, n);
        }
        text(response, "read " + hash(all.toByteArray()));
    }
  }

  private static String hash(byte[] bytes) {
    try {
      StringBuilder text = new StringBuilder().append(bytes.length).append(' ');
      for (byte b : MessageDigest.getInstance("SHA-256").digest(bytes)) {
        text.append(String.format(Locale.ROOT, "%02x", b & 0xff));
      }
      return text.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void text(HttpServletResponse response, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    response.setContentType("text/plain;charset=utf-8");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static final class Listener implements ReadListener {
    private final AsyncContext async;
    private final ServletInputStream in;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private final byte[] piece = new byte[1000];

    Listener(AsyncContext async, ServletInputStream in) {
      this.async = async;
      this.in = in;
    }

    @Override
    public void onDataAvailable() throws IOException {
      while (in.isReady() && !in.isFinished()) {
        int n = in.read(piece);
        if (n > 0) {
          all.write(piece, 0, n);
        }
      }
    }

    @Override
    public void onAllDataRead() throws IOException {
      text((HttpServletResponse) async.getResponse(), "read " + hash(all.toByteArray()));
      async.complete();
    }

    @Override
    public void onError(Throwable fault) {
      async.complete();
    }
  }
}
