package io.mild.connect.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Meters of one registry that come and go together. One that is there already, of an object that
 * this one takes the place of, is replaced: the registry itself would go on with the old one and
 * say nothing.
 */
final class MeterSet {
  private final MeterRegistry registry;
  private final List<Meter> meters = new ArrayList<>();

  MeterSet(MeterRegistry registry) {
    this.registry = registry;
  }

  MeterRegistry registry() {
    return registry;
  }

  void gauge(String name, String text, @Nullable String unit, Tags tags, DoubleSupplier value) {
    replace(name, tags, Meter.Type.GAUGE);
    meters.add(
        Gauge.builder(name, value, DoubleSupplier::getAsDouble)
            .description(text)
            .baseUnit(unit)
            .tags(tags)
            .strongReference(true) // nobody else holds a lambda
            .register(registry));
  }

  /**
   * A counter.
   *
   * @param holder lives at least as long as the counter is to be told of, for the registry does not
   *     hold it
   */
  <T> void counter(String name, String text, Tags tags, T holder, ToDoubleFunction<T> count) {
    replace(name, tags, Meter.Type.COUNTER);
    meters.add(
        FunctionCounter.builder(name, holder, count)
            .description(text)
            .tags(tags)
            .register(registry));
  }

  /** By its identity: to look for it among all would take long where there are thousands. */
  private void replace(String name, Tags tags, Meter.Type type) {
    registry.removeByPreFilterId(new Meter.Id(name, tags, null, null, type));
  }

  void remove() {
    meters.forEach(registry::remove);
    meters.clear();
  }
}
