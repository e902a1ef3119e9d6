package io.mild.server.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where certificates and keys are.
 *
 * @param ca PEM file of the authorities to trust, rather than the platform's
 * @param certificate PEM file of one's own certificate, and of those between it and the authority
 * @param key PEM file of its private key, PKCS#8
 * @param store PKCS#12 file of both, in their place
 * @param password of the store
 */
public record TlsFiles(
    Optional<Path> ca,
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Path> store,
    Optional<Secret> password) {
  /** Of authorities, and of a certificate and its key where there are both. */
  public static TlsFiles pem(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {
    return new TlsFiles(ca, certificate, key, Optional.empty(), Optional.empty());
  }
}
