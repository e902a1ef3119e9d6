package io.mild.scaling.keda;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.mild.scaling.keda.internal.ExternalScalerGrpc.ExternalScalerImplBase;
import io.mild.scaling.keda.internal.KedaContract.GetMetricSpecResponse;
import io.mild.scaling.keda.internal.KedaContract.GetMetricsRequest;
import io.mild.scaling.keda.internal.KedaContract.GetMetricsResponse;
import io.mild.scaling.keda.internal.KedaContract.IsActiveResponse;
import io.mild.scaling.keda.internal.KedaContract.MetricSpec;
import io.mild.scaling.keda.internal.KedaContract.MetricValue;
import io.mild.scaling.keda.internal.KedaContract.ScaledObjectRef;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers KEDA. */
final class ScalerEndpoint extends ExternalScalerImplBase {
  private static final String FLOOR = "mild-floor";
  private static final String FORECAST = "mild-forecast";
  private static final double USUAL_QUANTILE = .9;

  private final KedaScaler scaler;

  ScalerEndpoint(KedaScaler scaler) {
    this.scaler = scaler;
  }

  /**
   * What a trigger asks for.
   *
   * @param requestsPerReplica if it asks for the forecast
   */
  private record Trigger(String service, Optional<Double> requestsPerReplica, double quantile) {}

  @Override
  public void isActive(ScaledObjectRef object, StreamObserver<IsActiveResponse> answers) {
    answer(answers, () -> active(trigger(object)));
  }

  /** At once, and whenever it changes, until KEDA hangs up. */
  @Override
  public void streamIsActive(ScaledObjectRef object, StreamObserver<IsActiveResponse> answers) {
    ServerCallStreamObserver<IsActiveResponse> stream =
        (ServerCallStreamObserver<IsActiveResponse>) answers;
    try {
      ActivityStream activity = new ActivityStream(trigger(object), stream);
      stream.setOnCancelHandler(() -> scaler.forget(activity));
      scaler.listen(activity);
      activity.run();
    } catch (StatusRuntimeException e) {
      answers.onError(e);
    }
  }

  /** One of KEDA's open calls. */
  private final class ActivityStream implements Runnable {
    private final Trigger trigger;
    private final ServerCallStreamObserver<IsActiveResponse> answers;
    private Optional<Boolean> told = Optional.empty();

    ActivityStream(Trigger trigger, ServerCallStreamObserver<IsActiveResponse> answers) {
      this.trigger = trigger;
      this.answers = answers;
    }

    @Override
    public synchronized void run() {
      IsActiveResponse now = active(trigger);
      if (!answers.isCancelled() && !told.equals(Optional.of(now.getResult()))) {
        told = Optional.of(now.getResult());
        answers.onNext(now);
      }
    }
  }

  @Override
  public void getMetricSpec(ScaledObjectRef object, StreamObserver<GetMetricSpecResponse> answers) {
    answer(
        answers,
        () -> {
          GetMetricSpecResponse.Builder specs =
              GetMetricSpecResponse.newBuilder().addMetricSpecs(spec(FLOOR, 1));
          trigger(object)
              .requestsPerReplica()
              .ifPresent(rate -> specs.addMetricSpecs(spec(FORECAST, rate)));
          return specs.build();
        });
  }

  @Override
  public void getMetrics(GetMetricsRequest request, StreamObserver<GetMetricsResponse> answers) {
    answer(
        answers,
        () -> {
          String metric = request.getMetricName();
          double value = value(metric, trigger(request.getScaledObjectRef()));
          return GetMetricsResponse.newBuilder()
              .addMetricValues(
                  MetricValue.newBuilder()
                      .setMetricName(metric)
                      .setMetricValue((long) Math.ceil(value))
                      .setMetricValueFloat(value))
              .build();
        });
  }

  private IsActiveResponse active(Trigger trigger) {
    return IsActiveResponse.newBuilder().setResult(scaler.floor(trigger.service()) > 0).build();
  }

  private double value(String metric, Trigger trigger) {
    return switch (metric) {
      case FLOOR -> scaler.floor(trigger.service());
      case FORECAST ->
          scaler
              .demand(trigger.service())
              .map(demand -> demand.quantile(trigger.quantile()))
              .orElse(0.0);
      default -> throw refused("no metric '%s': there are %s and %s", metric, FLOOR, FORECAST);
    };
  }

  private static MetricSpec spec(String metric, double target) {
    return MetricSpec.newBuilder()
        .setMetricName(metric)
        .setTargetSize(Math.max(1, Math.round(target)))
        .setTargetSizeFloat(target)
        .build();
  }

  private Trigger trigger(ScaledObjectRef object) {
    String service = object.getScalerMetadataOrDefault("service", "");
    if (!scaler.knows(service)) {
      throw refused(
          "metadata of %s/%s: no service '%s': there are %s",
          object.getNamespace(), object.getName(), service, scaler.services());
    }
    Optional<Double> rate = number(object, "requestsPerReplica");
    double quantile = number(object, "quantile").orElse(USUAL_QUANTILE);
    if (rate.isPresent() && !(rate.get() > 0 && rate.get() < Double.POSITIVE_INFINITY)) {
      throw refused("metadata: requestsPerReplica must be above 0, but was %s", rate.get());
    }
    if (!(quantile >= 0 && quantile <= 1)) {
      throw refused("metadata: quantile must be from 0 to 1, but was %s", quantile);
    }
    return new Trigger(service, rate, quantile);
  }

  private static Optional<Double> number(ScaledObjectRef object, String key) {
    if (!object.containsScalerMetadata(key)) {
      return Optional.empty();
    }
    String text = object.getScalerMetadataOrThrow(key);
    try {
      return Optional.of(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw refused("metadata: %s must be a number, but was '%s'", key, text);
    }
  }

  private static <T> void answer(StreamObserver<T> answers, Supplier<T> answer) {
    try {
      answers.onNext(answer.get());
      answers.onCompleted();
    } catch (StatusRuntimeException e) {
      answers.onError(e);
    }
  }

  private static StatusRuntimeException refused(String format, Object... values) {
    return Status.INVALID_ARGUMENT.withDescription(format.formatted(values)).asRuntimeException();
  }
}
