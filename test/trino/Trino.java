import io.trino.plugin.hive.HiveConnectorFactory;
import io.trino.server.testing.TestingTrinoServer;
import io.trino.spi.Plugin;
import io.trino.spi.connector.ConnectorFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Trino of one node, with one catalog of its Hive connector. Arguments are the catalog's name and its properties
 * (name=value). Prints where it listens, and ends with its standard input, so with whoever started it.
 */
public class Trino {
  public static void main(String[] arguments) throws Exception {
    Map<String, String> properties = new HashMap<>();
    for (int index = 1; index < arguments.length; index++) {
      String[] property = arguments[index].split("=", 2);
      properties.put(property[0], property[1]);
    }
    TestingTrinoServer server = TestingTrinoServer.create();
    server.installPlugin(new Plugin() {
      @Override
      public Iterable<ConnectorFactory> getConnectorFactories() {
        return List.of(new HiveConnectorFactory());
      }
    });
    server.createCatalog(arguments[0], "hive", properties);
    System.out.println("listening on " + server.getBaseUrl());
    while (System.in.read() >= 0) {}
    // There is nothing to keep, and an orderly end takes seconds.
    Runtime.getRuntime().halt(0);
  }
}
