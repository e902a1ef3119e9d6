package io.mild.testbed.shop;

import java.util.Map;
import java.util.Objects;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** What the operating system knows of a process, by OSHI. */
final class ProcessVitals {
  private final OSProcess process;
  private long cpuMillis;
  private long written;
  private long since;

  ProcessVitals(OperatingSystem system, long pid) {
    this.process = Objects.requireNonNull(system.getProcess((int) pid), () -> "no process " + pid);
    update();
  }

  private void update() {
    process.updateAttributes();
    cpuMillis = process.getKernelTime() + process.getUserTime();
    written = process.getBytesWritten();
    since = System.nanoTime();
  }

  /** Since the last call: % of a processor, MB resident, kB written a second. */
  void report(Map<String, Double> kpis) {
    long cpuBefore = cpuMillis;
    long writtenBefore = written;
    long before = since;
    update();
    double millis = (since - before) / 1e6;
    kpis.put("cpu", 100 * (cpuMillis - cpuBefore) / millis);
    kpis.put("rss", process.getResidentMemory() / 1e6);
    kpis.put("disk", (written - writtenBefore) / millis);
  }
}
