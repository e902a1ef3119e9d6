package io.mild.moe;

/**
 * How many root causes a gate tells of: what its K outputs are, and what the teacher says beside
 * them.
 */
enum RootCauses {
  /** One: the outputs are a distribution over the intents, softmax of the gate's logits. */
  ONE {
    @Override
    void gate(float[] logits, double[] gate) {
      Probabilities.softmax(logits, gate);
    }

    @Override
    void prior(double[] logits, float[] prior) {
      Teacher.prior(logits, prior);
    }

    @Override
    void blend(double[] gate, float[] prior, double[] teacherLogits, double share) {
      Probabilities.blend(gate, prior, share);
    }

    @Override
    double logLoss(double[] gate, float[] causes, int from) {
      double loss = 0;
      for (int i = 0; i < gate.length; i++) {
        double cause = causes[from + i];
        loss -= cause > 0 ? cause * Math.log(Math.max(gate[i], Double.MIN_NORMAL)) : 0;
      }
      return loss;
    }
  },

  /** Any number: each output is an intent's own probability, σ of its logit. */
  MULTIPLE {
    @Override
    void gate(float[] logits, double[] gate) {
      for (int i = 0; i < gate.length; i++) {
        gate[i] = Probabilities.sigmoid(logits[i]);
      }
    }

    @Override
    void prior(double[] logits, float[] prior) {
      Teacher.independentPrior(logits, prior);
    }

    @Override
    void blend(double[] gate, float[] prior, double[] teacherLogits, double share) {
      for (int i = 0; i < gate.length && share > 0; i++) {
        double logit =
            share == 1
                ? teacherLogits[i]
                : Probabilities.between(Probabilities.logit(gate[i]), teacherLogits[i], share);
        gate[i] = Probabilities.sigmoid(logit);
      }
    }

    @Override
    double logLoss(double[] gate, float[] causes, int from) {
      double loss = 0;
      double any = 0;
      for (int i = 0; i < gate.length; i++) {
        double cause = causes[from + i];
        double logit = Probabilities.logit(gate[i]);
        loss -=
            cause * Probabilities.logSigmoid(logit)
                + (1 - cause) * Probabilities.logSigmoid(-logit);
        any += cause;
      }
      return any > 0 ? loss : 0;
    }
  };

  /** g of the gate's logits. */
  abstract void gate(float[] logits, double[] gate);

  /** d of the teacher's logits. */
  abstract void prior(double[] logits, float[] prior);

  /** Gives the teacher its share of g, 0 to 1; exact at both ends. */
  abstract void blend(double[] gate, float[] prior, double[] teacherLogits, double share);

  /** The cross-entropy of a row's ȳ, from an index on, and g; 0 where there is no target. */
  abstract double logLoss(double[] gate, float[] causes, int from);
}
