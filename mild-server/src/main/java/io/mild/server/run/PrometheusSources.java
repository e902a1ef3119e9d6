package io.mild.server.run;

import io.mild.connect.http.HttpAccess;
import io.mild.connect.prometheus.KpiQuery;
import io.mild.connect.prometheus.PrometheusClient;
import io.mild.connect.prometheus.PrometheusSource;
import io.mild.server.config.Secret;
import io.mild.server.config.SourceConfig;
import io.mild.server.config.Tls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes sources of Prometheus as they are configured. They share connections and threads, but for
 * those with certificates of their own, which share them with others that have the same.
 */
public final class PrometheusSources {
  private final HttpAccess shared = HttpAccess.create();
  private final Map<Tls, HttpAccess> own = new HashMap<>();

  /** A source of the KPIs that are configured, whose rows end with the scrapes. */
  public PrometheusSource of(SourceConfig.Prometheus config) {
    List<KpiQuery> queries =
        config.kpis().entrySet().stream()
            .map(kpi -> new KpiQuery(kpi.getKey(), kpi.getValue()))
            .toList();
    return PrometheusSource.of(client(config), queries, config.period())
        .withDelay(config.delay())
        .alignedToScrapes();
  }

  /** A client of the server that is configured. */
  public PrometheusClient client(SourceConfig.Prometheus config) {
    return new PrometheusClient(access(config).to(config.url()));
  }

  private HttpAccess access(SourceConfig.Prometheus config) {
    HttpAccess access =
        config
            .tls()
            .map(tls -> own.computeIfAbsent(tls, it -> shared.withSslContext(it.context())))
            .orElse(shared);
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
}
