/**
 * What a model knows, as a value that {@link io.mild.Mild} holds, and how it explains itself: no
 * part of the API. Begin with {@link io.mild.internal.model.TrainedModel}.
 */
@NullMarked
package io.mild.internal.model;

import org.jspecify.annotations.NullMarked;
