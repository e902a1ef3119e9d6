package io.mild.cli;

import io.mild.server.config.TlsFiles;
import io.mild.server.init.PrometheusLogin;
import io.mild.server.init.SecretPlace;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which Prometheus, and how to get in. No secret is an argument. */
final class PrometheusOptions {
  @Option(
      names = "--prometheus",
      required = true,
      paramLabel = "URL",
      description = "Its address, such as http://127.0.0.1:9090.")
  private URI url = URI.create("");

  @Option(
      names = "--bearer-env",
      paramLabel = "NAME",
      description = "The variable of the environment that has a token, if it asks for one.")
  private @Nullable String bearerVariable;

  @Option(names = "--bearer-file", paramLabel = "FILE", description = "The file that has it.")
  private @Nullable Path bearerFile;

  @Option(names = "--user", paramLabel = "NAME", description = "The user of basic authentication.")
  private @Nullable String user;

  @Option(
      names = "--password-env",
      paramLabel = "NAME",
      description = "The variable that has the password.")
  private @Nullable String passwordVariable;

  @Option(names = "--password-file", paramLabel = "FILE", description = "The file that has it.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "The authorities to trust, .pem (default: those of the platform).")
  private @Nullable Path ca;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "Our certificate, .pem, if it asks for one.")
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The certificate's private key, .pem, PKCS#8.")
  private @Nullable Path key;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  URI url() {
    return url;
  }

  PrometheusLogin login() {
    Optional<SecretPlace> password = place("--password", passwordVariable, passwordFile);
    if (password.isPresent() != (user != null)) {
      throw new ParameterException(
          command.commandLine(), "--user and --password-env or --password-file go together");
    }
    return new PrometheusLogin(
        place("--bearer", bearerVariable, bearerFile), Optional.ofNullable(user), password, tls());
  }

  private Optional<TlsFiles> tls() {
    if ((certificate == null) != (key == null)) {
      throw new ParameterException(command.commandLine(), "--certificate and --key go together");
    }
    return ca == null && key == null
        ? Optional.empty()
        : Optional.of(
            TlsFiles.pem(
                Optional.ofNullable(ca),
                Optional.ofNullable(certificate),
                Optional.ofNullable(key)));
  }

  private Optional<SecretPlace> place(
      String option, @Nullable String variable, @Nullable Path file) {
    if (variable != null && file != null) {
      throw new ParameterException(
          command.commandLine(), "%s-env and %s-file exclude each other".formatted(option, option));
    }
    return variable != null
        ? Optional.of(SecretPlace.env(variable))
        : Optional.ofNullable(file).map(SecretPlace::file);
  }
}
