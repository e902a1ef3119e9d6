package io.mild.benchmarks.scaling.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class EventHeapTest {
  @Property(tries = 200)
  void eventsComeInTheOrderOfTheirTimes(
      @ForAll @Size(max = 300) List<@DoubleRange(max = 10) Double> times) {
    EventHeap heap = new EventHeap();
    for (int i = 0; i < times.size(); i++) {
      heap.add(times.get(i), i);
    }

    double[] polled = new double[times.size()];
    for (int i = 0; i < polled.length; i++) {
      double time = heap.time();
      polled[i] = times.get((int) heap.poll());
      assertThat(polled[i]).isEqualTo(time);
    }
    assertThat(polled).isEqualTo(times.stream().mapToDouble(t -> t).sorted().toArray());
    assertThat(heap.isEmpty()).isTrue();
  }
}
