package io.mild.server.config;

import io.mild.internal.yaml.FieldChecks;
import io.mild.internal.yaml.FieldException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom one trusts and who one is, over TLS, as files said when they were read. Two of the same
 * files are equal.
 */
public final class Tls {
  static final List<String> KEYS = List.of("ca", "certificate", "key", "store", "password");

  private static final char[] NO_PASSWORD = {};

  private final TlsFiles files;
  private final SSLContext context;

  private Tls(TlsFiles files, SSLContext context) {
    this.files = files;
    this.context = context;
  }

  /**
   * Reads the files.
   *
   * @param path of the field, for messages
   * @throws IllegalArgumentException if one is not there, is of another kind, or they don't go
   *     together; the message names the field, and has no secret in it
   */
  public static Tls read(String path, TlsFiles files) {
    if (files.certificate().isPresent() != files.key().isPresent()) {
      throw new FieldException(
          path, "has one of 'certificate' and 'key', but these are needed together");
    }
    if (files.certificate().isPresent() && files.store().isPresent()) {
      throw new FieldException(path, "has a 'certificate' and a 'store', but one says who this is");
    }
    if (files.password().isPresent() && files.store().isEmpty()) {
      throw new FieldException(
          FieldChecks.at(path, "password"), "is of a 'store', but there is none");
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own(path, files), trusted(path, files), null);
      return new Tls(files, context);
    } catch (GeneralSecurityException e) {
      throw new FieldException(path, "can't be used: " + e.getMessage(), e);
    }
  }

  private static TrustManager @Nullable [] trusted(String path, TlsFiles files)
      throws GeneralSecurityException {
    if (files.ca().isEmpty()) {
      return null; // the platform's
    }
    KeyStore trusted = empty();
    int number = 0;
    for (Certificate each : certificates(FieldChecks.at(path, "ca"), files.ca().get())) {
      trusted.setCertificateEntry("ca-" + number++, each);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] own(String path, TlsFiles files)
      throws GeneralSecurityException {
    KeyStore keys;
    char[] password = files.password().map(it -> it.value().toCharArray()).orElse(NO_PASSWORD);
    if (files.store().isPresent()) {
      keys = store(FieldChecks.at(path, "store"), files.store().get(), password);
    } else if (files.certificate().isPresent()) {
      keys = pair(path, files.certificate().get(), files.key().orElseThrow());
    } else {
      return null; // nobody
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, password);
    return factory.getKeyManagers();
  }

  private static KeyStore pair(String path, Path certificateFile, Path keyFile)
      throws GeneralSecurityException {
    Certificate[] chain =
        certificates(FieldChecks.at(path, "certificate"), certificateFile)
            .toArray(new Certificate[0]);
    PrivateKey key = PemKey.read(FieldChecks.at(path, "key"), keyFile, chain[0].getPublicKey());
    KeyStore keys = empty();
    keys.setKeyEntry("own", key, NO_PASSWORD, chain);
    return keys;
  }

  private static KeyStore store(String path, Path file, char[] password)
      throws GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, password);
    } catch (IOException e) {
      boolean isLocked = e.getCause() instanceof GeneralSecurityException;
      throw new FieldException(
          path,
          "is "
              + file
              + (isLocked
                  ? ", but 'password' does not open it"
                  : Files.isReadable(file)
                      ? ", but that is no PKCS#12 file"
                      : ", but that can't be read"),
          e);
    }
    for (String alias : Collections.list(keys.aliases())) {
      if (keys.isKeyEntry(alias)) {
        return keys;
      }
    }
    throw new FieldException(path, "is " + file + ", but that has no private key");
  }

  private static Collection<? extends Certificate> certificates(String path, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (!all.isEmpty()) {
        return all;
      }
      throw new FieldException(path, "is " + file + ", but that has no certificate");
    } catch (GeneralSecurityException e) {
      throw new FieldException(path, "is " + file + ", but that has no certificate in PEM", e);
    } catch (IOException e) {
      throw new FieldException(path, "is " + file + ", but that can't be read", e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read", e);
    }
    return store;
  }

  /** For clients. */
  public SSLContext context() {
    return context;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Tls that && files.equals(that.files);
  }

  @Override
  public int hashCode() {
    return files.hashCode();
  }

  /** Where the files are; nothing of what they hold. */
  @Override
  public String toString() {
    return files.toString();
  }
}
