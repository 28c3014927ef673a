package io.portcullis.manage;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** {@code GET /openapi.json}: the API as OpenAPI 3.1 describes it. */
final class DocumentResource implements Resource {
  private static final String FILE = "openapi.json";

  @Override
  public Answer answer(Call call) throws IOException {
    return Answer.text("application/json", text());
  }

  static String text() throws IOException {
    try (InputStream in = DocumentResource.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new FileNotFoundException(FILE);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }
  }
}
