package io.mild.server.system;

import io.mild.Assessment;
import io.mild.Mild;
import io.mild.connect.IncidentMessage;
import java.io.IOException;
import java.util.List;

/** Who hears of a system. */
public interface Audience {
  /**
   * Takes the messages of incidents, which are on disk when this returns.
   *
   * @throws IOException if they could not be taken; they are handed over again later
   */
  void tell(List<IncidentMessage> messages) throws IOException;

  /**
   * Is told what is said of each new row.
   *
   * @param mild the model that says it
   * @param openIncidents how many there are
   */
  void scored(Mild mild, Assessment assessment, int openIncidents);
}
