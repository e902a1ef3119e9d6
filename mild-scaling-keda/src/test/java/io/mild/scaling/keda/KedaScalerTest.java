package io.mild.scaling.keda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.mild.scaling.Actuator.Outcome;
import io.mild.scaling.Decision;
import io.mild.scaling.Floor;
import io.mild.scaling.Forecast;
import io.mild.scaling.Mode;
import io.mild.scaling.ReplicaRange;
import io.mild.scaling.Safeguard;
import io.mild.scaling.ServiceState;
import io.mild.scaling.Situation;
import io.mild.scaling.keda.internal.ExternalScalerGrpc;
import io.mild.scaling.keda.internal.ExternalScalerGrpc.ExternalScalerBlockingStub;
import io.mild.scaling.keda.internal.KedaContract.GetMetricsRequest;
import io.mild.scaling.keda.internal.KedaContract.IsActiveResponse;
import io.mild.scaling.keda.internal.KedaContract.MetricSpec;
import io.mild.scaling.keda.internal.KedaContract.MetricValue;
import io.mild.scaling.keda.internal.KedaContract.ScaledObjectRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asked as KEDA asks: by the client that is generated from its contract, over a socket. */
class KedaScalerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  /** Median 120, 90 % quantile 180. */
  private static final Forecast DEMAND =
      new Forecast(
          Duration.ofMinutes(1), new double[] {100, 105, 110, 115, 120, 130, 180, 190, 200});

  private Instant now = NOW;
  private final KedaScaler scaler = new KedaScaler(Set.of("checkout"), () -> now);
  private Server server;
  private ManagedChannel channel;
  private ExternalScalerBlockingStub keda;

  @BeforeEach
  void start() throws IOException {
    serve(InsecureServerCredentials.create(), InsecureChannelCredentials.create());
  }

  private void serve(ServerCredentials own, ChannelCredentials kedas) throws IOException {
    server = Grpc.newServerBuilderForPort(0, own).addService(scaler.service()).build().start();
    channel = Grpc.newChannelBuilderForAddress("localhost", server.getPort(), kedas).build();
    keda = ExternalScalerGrpc.newBlockingStub(channel).withDeadlineAfter(Duration.ofSeconds(20));
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void aFloorIsAMetricOfSoManyReplicas() {
    assertThat(scaler.hold(floor(7, 10), NOW).status()).isEqualTo(Outcome.Status.DONE);

    assertThat(keda.isActive(trigger()).getResult()).isTrue();
    MetricSpec spec = keda.getMetricSpec(trigger()).getMetricSpecs(0);
    assertThat(spec.getMetricName()).isEqualTo("mild-floor");
    assertThat(spec.getTargetSizeFloat()).isEqualTo(1); // an HPA makes of 7 at 1 a replica 7
    assertThat(spec.getTargetSize()).isEqualTo(1);
    MetricValue value = metric("mild-floor", trigger());
    assertThat(value.getMetricName()).isEqualTo("mild-floor");
    assertThat(value.getMetricValueFloat()).isEqualTo(7);
    assertThat(value.getMetricValue()).isEqualTo(7);
  }

  @Test
  void aFloorThatIsTakenBackOrHasExpiredIsNone() {
    scaler.hold(floor(7, 10), NOW);
    now = NOW.plus(Duration.ofMinutes(10));
    assertThat(keda.isActive(trigger()).getResult()).isFalse();
    assertThat(metric("mild-floor", trigger()).getMetricValueFloat()).isZero();

    scaler.hold(floor(7, 20), now);
    assertThat(keda.isActive(trigger()).getResult()).isTrue();
    scaler.release("checkout", "d", now);
    assertThat(keda.isActive(trigger()).getResult()).isFalse();
    assertThat(scaler.floors()).contains(List.of());
  }

  @Test
  void theForecastIsAMetricWhereTheTriggerSaysWhatAReplicaTakes() {
    ScaledObjectRef trigger = trigger(Map.of("requestsPerReplica", "12.5"));
    scaler.accept(List.of(decision(Mode.ACT, List.of())));

    assertThat(keda.getMetricSpec(trigger()).getMetricSpecsCount()).isEqualTo(1);
    MetricSpec spec = keda.getMetricSpec(trigger).getMetricSpecs(1);
    assertThat(spec.getMetricName()).isEqualTo("mild-forecast");
    assertThat(spec.getTargetSizeFloat()).isEqualTo(12.5);
    assertThat(metric("mild-forecast", trigger).getMetricValueFloat())
        .isEqualTo(DEMAND.quantile(.9));
    assertThat(
            metric("mild-forecast", trigger(Map.of("requestsPerReplica", "9", "quantile", "0.5")))
                .getMetricValueFloat())
        .isEqualTo(120);
  }

  @Test
  void aForecastThatMayNotBeActedOnIsNotShown() {
    ScaledObjectRef trigger = trigger(Map.of("requestsPerReplica", "12.5"));
    scaler.accept(List.of(decision(Mode.ACT, List.of())));
    scaler.accept(List.of(decision(Mode.ADVISE, List.of())));
    assertThat(metric("mild-forecast", trigger).getMetricValueFloat()).isZero();

    scaler.accept(
        List.of(decision(Mode.ACT, List.of(new Decision.Block(Safeguard.PAUSE, "until noon")))));
    assertThat(metric("mild-forecast", trigger).getMetricValueFloat()).isZero();

    scaler.accept(List.of(decision(Mode.ACT, List.of())));
    now = NOW.plus(Duration.ofMinutes(2));
    assertThat(metric("mild-forecast", trigger).getMetricValueFloat()).as("too old").isZero();
    now = NOW.minus(Duration.ofHours(1)); // the clock was set back
    assertThat(metric("mild-forecast", trigger).getMetricValueFloat()).as("to come").isZero();
  }

  @Test
  void activityIsPushedAtOnceAndWhenItChanges() {
    Iterator<IsActiveResponse> pushed = keda.streamIsActive(trigger());
    assertThat(pushed.next().getResult()).isFalse();

    scaler.hold(floor(7, 10), NOW);
    assertThat(pushed.next().getResult()).isTrue();
    scaler.hold(floor(8, 10), NOW); // as active as before
    scaler.release("checkout", "d", NOW);
    assertThat(pushed.next().getResult()).isFalse();
  }

  @Test
  void whatIsAskedWronglyIsRefusedWithTheValue() {
    assertThatThrownBy(() -> keda.isActive(ScaledObjectRef.newBuilder().setName("web").build()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("/web: no service '': there are [checkout]");
    assertThatThrownBy(() -> keda.getMetricSpec(trigger(Map.of("requestsPerReplica", "many"))))
        .hasMessageContaining("requestsPerReplica must be a number, but was 'many'");
    assertThatThrownBy(() -> keda.getMetricSpec(trigger(Map.of("requestsPerReplica", "0"))))
        .hasMessageContaining("must be above 0, but was 0.0");
    assertThatThrownBy(() -> keda.getMetricSpec(trigger(Map.of("quantile", "90"))))
        .hasMessageContaining("from 0 to 1, but was 90.0");
    assertThatThrownBy(() -> metric("cpu", trigger())).hasMessageContaining("no metric 'cpu'");
    assertThatThrownBy(() -> keda.streamIsActive(trigger(Map.of("service", "web"))).next())
        .hasMessageContaining("no service 'web'");
  }

  @Test
  void aServiceThatKedaMayNotAskForHasNoFloor() {
    Outcome outcome = scaler.hold(new Floor("web", 3, "d", NOW.plusSeconds(60)), NOW);

    assertThat(outcome.status()).isEqualTo(Outcome.Status.FAILED);
    assertThat(outcome.text()).contains("'web'", "checkout");
  }

  /** As a trigger with {@code caCert}, {@code tlsClientCert} and {@code tlsClientKey} has it. */
  @Test
  void overTlsBothSidesShowWhoTheyAre(@TempDir Path folder) throws Exception {
    OwnCertificate own = new OwnCertificate(folder, "mild");
    OwnCertificate kedas = new OwnCertificate(folder, "keda");
    stop();
    serve(
        TlsServerCredentials.newBuilder()
            .keyManager(own.keys())
            .trustManager(kedas.trust())
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
            .build(),
        TlsChannelCredentials.newBuilder()
            .keyManager(kedas.keys())
            .trustManager(own.trust())
            .build());
    scaler.hold(floor(7, 10), NOW);
    assertThat(metric("mild-floor", trigger()).getMetricValueFloat()).isEqualTo(7);

    channel.shutdownNow();
    channel =
        Grpc.newChannelBuilderForAddress(
                "localhost",
                server.getPort(),
                TlsChannelCredentials.newBuilder().trustManager(own.trust()).build())
            .build();
    assertThatThrownBy(() -> ExternalScalerGrpc.newBlockingStub(channel).isActive(trigger()))
        .as("without a certificate of its own")
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  private MetricValue metric(String name, ScaledObjectRef trigger) {
    return keda.getMetrics(
            GetMetricsRequest.newBuilder().setMetricName(name).setScaledObjectRef(trigger).build())
        .getMetricValues(0);
  }

  private static ScaledObjectRef trigger() {
    return trigger(Map.of());
  }

  private static ScaledObjectRef trigger(Map<String, String> metadata) {
    return ScaledObjectRef.newBuilder()
        .setName("checkout")
        .setNamespace("shop")
        .putScalerMetadata("scalerAddress", "mild.shop:9443")
        .putScalerMetadata("service", "checkout")
        .putAllScalerMetadata(metadata)
        .build();
  }

  private static Floor floor(int replicas, int minutes) {
    return new Floor("checkout", replicas, "d", NOW.plus(Duration.ofMinutes(minutes)));
  }

  private static Decision decision(Mode mode, List<Decision.Block> blocks) {
    Situation situation =
        new Situation(
            ServiceState.builder("checkout", NOW).replicas(3, 0, 3).build(),
            List.of(),
            Optional.of(DEMAND),
            new ReplicaRange(1, 20));
    return new Decision(
        "d",
        mode,
        situation,
        List.of(),
        3,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        blocks,
        Decision.Action.NONE,
        "",
        Set.of(),
        Duration.ZERO);
  }
}
