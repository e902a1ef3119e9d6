package io.mild.testbed.shop;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;

/** What the operating system knows of the machine, by OSHI. */
final class HostVitals {
  private final CentralProcessor processor;
  private final Optional<Integer> core;
  private final List<HWDiskStore> disks;
  private long[][] ticks;
  private long written;
  private long since;

  /**
   * @param core the processor to look at; all, if empty
   */
  HostVitals(SystemInfo system, Optional<Integer> core) {
    HardwareAbstractionLayer hardware = system.getHardware();
    this.processor = hardware.getProcessor();
    this.core = core;
    this.disks = hardware.getDiskStores();
    this.ticks = processor.getProcessorCpuLoadTicks();
    this.written = written();
    this.since = System.nanoTime();
  }

  private long written() {
    long all = 0;
    for (HWDiskStore disk : disks) {
      disk.updateAttributes();
      all += disk.getWriteBytes();
    }
    return all;
  }

  /** Since the last call: % of the processor that is busy, kB written to disks a second. */
  void report(Map<String, Double> kpis) {
    double[] loads = processor.getProcessorCpuLoadBetweenTicks(ticks);
    ticks = processor.getProcessorCpuLoadTicks();
    double mean = 0;
    for (double load : loads) {
      mean += load / loads.length;
    }
    kpis.put("cpu", 100 * core.filter(c -> c < loads.length).map(c -> loads[c]).orElse(mean));
    long now = System.nanoTime();
    long before = written;
    written = written();
    kpis.put("disk", (written - before) / ((now - since) / 1e6));
    since = now;
  }
}
