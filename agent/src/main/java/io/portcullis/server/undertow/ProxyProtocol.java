package io.portcullis.server.undertow;

import io.undertow.server.ServerConnection;
import io.undertow.server.protocol.framed.AbstractFramedChannel;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.xnio.StreamConnection;

/**
 * Tells connections whose addresses come from a PROXY protocol header. Thread-safe.
 *
 * <p>Undertow lays one more connection over the socket's then, which answers with what the header
 * says, and none of the layers has an accessor for the one below:
 *
 * <pre>
 *   HttpServerConnection | Http2ServerConnection → Http2Channel
 *     → UndertowSslConnection, under TLS
 *       → AddressWrappedConnection, which it is about
 *         → NioSocketStreamConnection
 * </pre>
 */
final class ProxyProtocol {
  private static final String LAYER =
      "io.undertow.server.protocol.proxy.ProxyProtocolReadListener$AddressWrappedConnection";

  /** The field of each layer's class that holds the layer below, where there is one. */
  private final ConcurrentMap<Class<?>, Optional<Field>> below = new ConcurrentHashMap<>();

  /** Whether a connection tells other addresses than its socket's. */
  boolean rewrites(ServerConnection connection) {
    for (Object layer = connection; layer != null; layer = layerBelow(layer)) {
      if (layer.getClass().getName().equals(LAYER)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Object layerBelow(Object layer) {
    Optional<Field> field = below.get(layer.getClass());
    if (field == null) {
      field = find(layer.getClass());
      below.put(layer.getClass(), field);
    }
    try {
      return field.isPresent() ? field.get().get(layer) : null;
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Field> find(Class<?> layer) {
    for (Class<?> type = layer; type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && isLayer(field.getType())) {
          field.setAccessible(true);
          return Optional.of(field);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isLayer(Class<?> type) {
    return StreamConnection.class.isAssignableFrom(type)
        || AbstractFramedChannel.class.isAssignableFrom(type);
  }
}
