package io.mild.server.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.mild.internal.yaml.FieldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A private key in a PEM file, as PKCS#8 (RFC 7468) and not encrypted. */
final class PemKey {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END \\1PRIVATE KEY-----");

  private static final byte[] SIGNED = {1, 2, 3};

  private PemKey() {}

  /**
   * Reads one.
   *
   * @param path of the field, for messages
   * @param of the public key that it goes with
   * @throws FieldException if it is none, or of another certificate
   */
  static PrivateKey read(String path, Path file, PublicKey of) {
    String is = "is " + file + ", but that ";
    Matcher pem;
    try {
      pem = KEY.matcher(Files.readString(file, ISO_8859_1));
    } catch (IOException e) {
      throw new FieldException(path, is + "can't be read", e);
    }
    if (!pem.find()) {
      throw new FieldException(path, is + "has no private key in PEM");
    }
    if (!pem.group(1).isEmpty()) {
      throw new FieldException(
          path,
          is
              + "has a key in a form that is not known here: openssl pkcs8 -topk8 -nodes -in OLD"
              + " -out NEW makes it one that is");
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(pem.group(2));
      PrivateKey key =
          KeyFactory.getInstance(of.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      if (isPair(key, of)) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Without the cause, whose message may have something of the key.
    }
    throw new FieldException(path, is + "is not the key of the certificate");
  }

  private static boolean isPair(PrivateKey key, PublicKey of) throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(
            switch (of.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> of.getAlgorithm();
            });
    signature.initSign(key);
    signature.update(SIGNED);
    byte[] signed = signature.sign();
    signature.initVerify(of);
    signature.update(SIGNED);
    return signature.verify(signed);
  }
}
