import io.trino.plugin.hive.HiveConnectorFactory;
import io.trino.server.testing.TestingTrinoServer;
import io.trino.spi.Plugin;
import io.trino.spi.connector.ConnectorFactory;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Trino of one node, with one catalog of its Hive connector. Its argument is the catalog's name; the properties are
 * lines of its standard input (name=value), up to an empty one. Prints where it listens, and ends with its standard
 * input, so with whoever started it.
 */
public class Trino {
  /**
   * A server that is asked a thousand statements in minutes goes through all tasks it remembers five times a second:
   * it is to forget them soon.
   */
  private static final Map<String, String> FORGETFUL = Map.of("task.info.max-age", "20s", "query.max-history", "5");

  public static void main(String[] arguments) throws Exception {
    TestingTrinoServer server = TestingTrinoServer.builder().setProperties(FORGETFUL).build();
    server.installPlugin(new Plugin() {
      @Override
      public Iterable<ConnectorFactory> getConnectorFactories() {
        return List.of(new HiveConnectorFactory());
      }
    });
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    server.createCatalog(arguments[0], "hive", propertiesFrom(input));
    System.out.println("listening on " + server.getBaseUrl());
    while (input.readLine() != null) {}
    // There is nothing to keep, and an orderly end takes seconds.
    Runtime.getRuntime().halt(0);
  }

  private static Map<String, String> propertiesFrom(BufferedReader input) throws Exception {
    Map<String, String> properties = new HashMap<>();
    for (String line = input.readLine(); line != null && !line.isEmpty(); line = input.readLine()) {
      String[] property = line.split("=", 2);
      properties.put(property[0], property[1]);
    }
    return properties;
  }
}
