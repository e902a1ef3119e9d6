package io.mild.server;

import io.mild.Assessment;
import io.mild.Mild;
import io.mild.connect.IncidentMessage;
import io.mild.connect.Outbox;
import io.mild.connect.metrics.MildMetrics;
import io.mild.connect.metrics.SystemMetrics;
import io.mild.server.system.Audience;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queue before the sinks, and the metrics. */
final class MetricAudience implements Audience {
  private final String key;
  private final Outbox outbox;
  private final MildMetrics metrics;
  private @Nullable SystemMetrics own; // from the first row on

  MetricAudience(String key, Outbox outbox, MildMetrics metrics) {
    this.key = key;
    this.outbox = outbox;
    this.metrics = metrics;
  }

  @Override
  public void tell(List<IncidentMessage> messages) throws IOException {
    outbox.append(messages);
  }

  @Override
  public synchronized void scored(Mild mild, Assessment assessment, int openIncidents) {
    if (own == null) {
      own = metrics.system(key, mild.schema().kpis().size());
    }
    own.accept(assessment, openIncidents);
  }
}
