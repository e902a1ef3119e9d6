package io.mild.server.run;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Makes sources of Prometheus as they are configured. They share connections and threads, but for
 * those that trust authorities of their own, which share them with others that trust the same.
 */
public final class PrometheusSources {
  private final HttpAccess shared = HttpAccess.create();
  private final Map<Path, HttpAccess> trusting = new HashMap<>();

  /**
   * A source of the KPIs that are configured, whose rows end with the scrapes.
   *
   * @throws IOException if the authorities can't be read
   */
  public PrometheusSource of(SourceConfig.Prometheus config) throws IOException {
    List<KpiQuery> queries =
        config.kpis().entrySet().stream()
            .map(kpi -> new KpiQuery(kpi.getKey(), kpi.getValue()))
            .toList();
    return PrometheusSource.of(client(config), queries, config.period())
        .withDelay(config.delay())
        .alignedToScrapes();
  }

  /**
   * A client of the server that is configured.
   *
   * @throws IOException as {@link #of}
   */
  public PrometheusClient client(SourceConfig.Prometheus config) throws IOException {
    return new PrometheusClient(access(config).to(config.url()));
  }

  private HttpAccess access(SourceConfig.Prometheus config) throws IOException {
    HttpAccess access = config.ca().isPresent() ? trusting(config.ca().get()) : shared;
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

  private HttpAccess trusting(Path pem) throws IOException {
    HttpAccess known = trusting.get(pem);
    if (known == null) {
      known = shared.withSslContext(context(pem));
      trusting.put(pem, known);
    }
    return known;
  }

  private static SSLContext context(Path pem) throws IOException {
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
