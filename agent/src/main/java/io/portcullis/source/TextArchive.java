package io.portcullis.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A policy with all of its lists in one file, and when it was put in force. Immutable but for the
 * arrays.
 *
 * <pre>
 *   magic, milliseconds since the epoch, name, bytes, number of lists, each with name and bytes,
 *   SHA-256 of all before
 * </pre>
 */
public final class TextArchive {
  private static final String MAGIC = "portcullis last good policy 1\n";
  private static final int HASH_BYTES = 32;

  private final PolicyText text;
  private final long since;

  private TextArchive(PolicyText text, long since) {
    this.text = text;
    this.since = since;
  }

  /** What is to be kept; what is managed beside the policy is not. */
  public static TextArchive of(PolicyText text, long since) {
    return new TextArchive(text, since);
  }

  /** Reads one; throws where it is not whole, byte by byte. */
  public static TextArchive parse(byte[] archive) throws SourceException {
    byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
    int end = archive.length - HASH_BYTES;
    if (end < magic.length
        || !Arrays.equals(Arrays.copyOf(archive, magic.length), magic)
        || !MessageDigest.isEqual(
            hash(archive, end), Arrays.copyOfRange(archive, end, archive.length))) {
      throw new SourceException("it is not whole, or of another version");
    }
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(archive, magic.length, end - magic.length))) {
      long since = in.readLong();
      String name = in.readUTF();
      byte[] bytes = bytes(in);
      int lists = in.readInt();
      Map<String, byte[]> read = new LinkedHashMap<>();
      for (int i = 0; i < lists; i++) {
        String list = in.readUTF();
        read.put(list, bytes(in));
      }
      return new TextArchive(PolicyText.of(name, bytes, read), since);
    } catch (IOException foreign) {
      throw new SourceException("it is of another version");
    }
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("more than there is");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  /** The file. */
  public byte[] bytes() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.write(MAGIC.getBytes(StandardCharsets.US_ASCII));
    out.writeLong(since);
    out.writeUTF(text.name());
    out.writeInt(text.bytes().length);
    out.write(text.bytes());
    out.writeInt(text.lists().size());
    for (Map.Entry<String, byte[]> list : text.lists().entrySet()) {
      out.writeUTF(list.getKey());
      out.writeInt(list.getValue().length);
      out.write(list.getValue());
    }
    byte[] body = file.toByteArray();
    out.write(hash(body, body.length));
    return file.toByteArray();
  }

  private static byte[] hash(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  public PolicyText text() {
    return text;
  }

  /** When it was put in force, in milliseconds since the epoch. */
  public long since() {
    return since;
  }
}
