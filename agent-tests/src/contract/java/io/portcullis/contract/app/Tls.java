package io.portcullis.contract.app;

import java.io.FileInputStream;
import java.io.InputStream;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * How the server speaks TLS, where the system property {@code contract.keystore} names a key store:
 * on one more port, said in a line {@code tls PORT}. It asks for a client certificate and takes
 * any.
 */
public final class Tls {
  public static final String PASSWORD = "changeit";

  private Tls() {}

  public static boolean isWanted() {
    return keystore() != null;
  }

  public static String keystore() {
    return System.getProperty("contract.keystore");
  }

  public static SSLContext context() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = new FileInputStream(keystore())) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {new Everybody()}, null);
    return context;
  }

  /** Trusts every client, so that the agent is the only one to judge. */
  public static final class Everybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
