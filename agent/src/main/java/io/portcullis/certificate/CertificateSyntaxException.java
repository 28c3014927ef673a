package io.portcullis.certificate;

/** A text that is no certificate, name, pin or revocation list; the message is fit for a user. */
public final class CertificateSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  CertificateSyntaxException(String message) {
    super(message);
  }
}
