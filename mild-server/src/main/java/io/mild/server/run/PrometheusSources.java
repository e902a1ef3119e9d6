package io.mild.server.run;

import io.mild.connect.KpiSource;
import io.mild.connect.http.HttpAccess;
import io.mild.connect.prometheus.KpiQuery;
import io.mild.connect.prometheus.PrometheusClient;
import io.mild.connect.prometheus.PrometheusSource;
import io.mild.server.config.Secret;
import io.mild.server.config.SourceConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes sources of Prometheus as they are configured. */
public final class PrometheusSources {
  private PrometheusSources() {}

  /**
   * A source of the KPIs that are configured.
   *
   * @throws IOException if the authorities can't be read
   */
  public static KpiSource of(SourceConfig.Prometheus config) throws IOException {
    List<KpiQuery> queries =
        config.kpis().entrySet().stream()
            .map(kpi -> new KpiQuery(kpi.getKey(), kpi.getValue()))
            .toList();
    return PrometheusSource.of(client(config), queries, config.period()).withDelay(config.delay());
  }

  /**
   * A client of the server that is configured.
   *
   * @throws IOException as {@link #of}
   */
  public static PrometheusClient client(SourceConfig.Prometheus config) throws IOException {
    return new PrometheusClient(access(config).to(config.url()));
  }

  private static HttpAccess access(SourceConfig.Prometheus config) throws IOException {
    HttpAccess access = HttpAccess.create();
    if (config.ca().isPresent()) {
      access = access.withSslContext(trusting(config.ca().get()));
    }
    if (config.bearer().isPresent()) {
      Secret token = config.bearer().get();
      access = access.withBearer(token::value);
    }
    if (config.user().isPresent()) {
      String password = config.password().map(Secret::value).orElse("");
      access = access.withBasic(config.user().get(), () -> password);
    }
    return access;
  }

  private static SSLContext trusting(Path pem) throws IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("ca-" + number++, each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(pem + " has no certificates: " + e.getMessage(), e);
    }
  }
}
