/**
 * Training of many models as a bounded job of Apache Flink; needs mild-training and an ND4J back
 * end on the cluster. Start reading at {@link io.mild.flink.training.TrainingJob}.
 */
@NullMarked
package io.mild.flink.training;

import org.jspecify.annotations.NullMarked;
