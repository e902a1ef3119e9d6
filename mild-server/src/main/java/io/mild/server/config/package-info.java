/**
 * What a server does, as one YAML file says it.
 *
 * <p>Start reading at {@link io.mild.server.config.ServerConfig}; {@code ConfigKeys} are all keys
 * that there are.
 */
@NullMarked
package io.mild.server.config;

import org.jspecify.annotations.NullMarked;
