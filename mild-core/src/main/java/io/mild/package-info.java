/**
 * A trained model and what it says: load a {@link io.mild.Mild}, open a stream, give it a row of
 * KPIs a minute, read the {@link io.mild.Assessment}. Begin with {@link io.mild.Mild}.
 */
@NullMarked
package io.mild;

import org.jspecify.annotations.NullMarked;
