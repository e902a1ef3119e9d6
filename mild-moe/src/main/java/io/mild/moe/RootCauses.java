package io.mild.moe;

/**
 * How many root causes a gate tells of: what its K outputs are, and what the teacher says beside
 * them.
 *
 * @see MixtureShape#rootCauses()
 */
public enum RootCauses {
  /** One: the outputs are a distribution over the intents, softmax of the gate's logits. */
  ONE {
    @Override
    public void gate(float[] logits, double[] gate) {
      Probabilities.softmax(logits, gate);
    }

    @Override
    public void prior(double[] logits, float[] prior) {
      Teacher.prior(logits, prior);
    }

    @Override
    void ofColumns(
        double[][] logits,
        double temperature,
        int rows,
        double[][] probabilities,
        double[][] memory) {
      Probabilities.softmax(logits, temperature, rows, probabilities, memory);
    }

    @Override
    public void blend(double[] gate, float[] prior, double[] teacherLogits, double share) {
      Probabilities.blend(gate, prior, share);
    }
  },

  /** Any number: each output is an intent's own probability, σ of its logit. */
  MULTIPLE {
    @Override
    public void gate(float[] logits, double[] gate) {
      for (int i = 0; i < gate.length; i++) {
        gate[i] = Probabilities.sigmoid(logits[i]);
      }
    }

    @Override
    public void prior(double[] logits, float[] prior) {
      Teacher.independentPrior(logits, prior);
    }

    @Override
    void ofColumns(
        double[][] logits,
        double temperature,
        int rows,
        double[][] probabilities,
        double[][] memory) {
      for (int i = 0; i < logits.length; i++) {
        for (int row = 0; row < rows; row++) {
          probabilities[i][row] = Probabilities.sigmoid(logits[i][row] / temperature);
        }
      }
    }

    @Override
    public void blend(double[] gate, float[] prior, double[] teacherLogits, double share) {
      for (int i = 0; i < gate.length && share > 0; i++) {
        double logit =
            share == 1
                ? teacherLogits[i]
                : Probabilities.between(Probabilities.logit(gate[i]), teacherLogits[i], share);
        gate[i] = Probabilities.sigmoid(logit);
      }
    }
  };

  /**
   * The gate of its logits.
   *
   * @param logits of the gate's K outputs
   * @param gate receives g, K probabilities
   */
  public abstract void gate(float[] logits, double[] gate);

  /**
   * The teacher's prior.
   *
   * @param logits the teacher's, K log-odds
   * @param prior receives d, K probabilities
   */
  public abstract void prior(double[] logits, float[] prior);

  /**
   * Gate or, at the {@link Teacher#TEMPERATURE teacher's temperature}, prior of many rows, of each
   * to the last bit as if it were alone.
   *
   * @param logits K columns
   * @param temperature what the logits are divided by
   * @param probabilities receives K columns
   * @param memory two columns to work with
   */
  abstract void ofColumns(
      double[][] logits, double temperature, int rows, double[][] probabilities, double[][] memory);

  /**
   * Gives the teacher its share of the gate, see {@link Blend}; exact at both ends.
   *
   * @param gate g, K probabilities, blended in place
   * @param prior d, K probabilities
   * @param teacherLogits K log-odds
   * @param share the teacher's, 0 to 1
   */
  public abstract void blend(double[] gate, float[] prior, double[] teacherLogits, double share);
}
