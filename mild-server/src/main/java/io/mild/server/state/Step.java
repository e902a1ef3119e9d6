package io.mild.server.state;

import io.mild.connect.KpiRow;
import java.util.List;

/** Something that happened to a system, in the order in which it did. */
public sealed interface Step {
  /** A row came, with a value for each KPI of the system's model. */
  record Row(KpiRow row) implements Step {}

  /** An operator said something. */
  record Said(Command command) implements Step {}

  /** Messages were handed to those who are told. */
  record Told(List<String> ids) implements Step {
    /** Copies the list. */
    public Told {
      ids = List.copyOf(ids);
    }
  }
}
