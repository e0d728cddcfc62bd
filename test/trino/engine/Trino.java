import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trino.Session;
import io.trino.execution.CreateTableTask;
import io.trino.execution.warnings.WarningCollector;
import io.trino.operator.Driver;
import io.trino.operator.OutputFactory;
import io.trino.operator.TaskContext;
import io.trino.plugin.hive.HiveConnectorFactory;
import io.trino.spi.QueryId;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.CatalogSchemaName;
import io.trino.spi.security.PrincipalType;
import io.trino.spi.security.TrinoPrincipal;
import io.trino.spi.type.TimeZoneKey;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.ParsingOptions;
import io.trino.sql.parser.ParsingOptions.DecimalLiteralTreatment;
import io.trino.sql.planner.LogicalPlanner;
import io.trino.sql.planner.Plan;
import io.trino.sql.planner.RuleStatsRecorder;
import io.trino.sql.planner.iterative.IterativeOptimizer;
import io.trino.sql.planner.iterative.rule.ExpressionRewriteRuleSet;
import io.trino.sql.planner.optimizations.PlanOptimizer;
import io.trino.sql.planner.plan.OutputNode;
import io.trino.sql.tree.Cast;
import io.trino.sql.tree.CreateTable;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.ExpressionRewriter;
import io.trino.sql.tree.ExpressionTreeRewriter;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.PageConsumerOperator.PageConsumerOutputFactory;
import io.trino.testing.TestingSession;
import io.trino.testing.TestingTaskContext;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trino's engine in one process, with one catalog of its Hive connector: its parser, analyser, planner, operators and
 * connector, by the runner that Trino's own tests and benchmarks have. A server would send each plan in parts, as
 * text, to workers that read them again, of which there is one: a fifth of Trino's time. Its arguments are the
 * names of catalog and schema; the catalog's properties are lines of its standard input (name=value), up to an empty
 * one. Prints where it listens, and ends with its standard input, so with whoever started it.
 *
 * <p>Long because: Java starts a program from its source only where that is one file.
 */
public class Trino {
  /** Little data and large statements: most time goes into plans, so Trino is to think less of which is best. */
  private static final Map<String, String> SESSION = Map.of(
      "task_concurrency", "1",
      "enable_stats_calculator", "false",
      "join_reordering_strategy", "NONE",
      "join_distribution_type", "BROADCAST",
      "enable_dynamic_filtering", "false",
      "complex_expression_pushdown", "false");

  /** Statements at once: each takes one core. */
  private static final int AT_ONCE = 2;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalQueryRunner runner;
  private final List<PlanOptimizer> optimizers;
  private final AtomicInteger queries = new AtomicInteger();

  public static void main(String[] arguments) throws Exception {
    Session session = TestingSession.testSessionBuilder()
        .setCatalog(arguments[0])
        .setSchema(arguments[1])
        .setTimeZoneKey(TimeZoneKey.UTC_KEY)
        .setSystemProperties(SESSION)
        .build();
    LocalQueryRunner runner = LocalQueryRunner.create(session);
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    runner.createCatalog(arguments[0], new HiveConnectorFactory(), propertiesFrom(input));
    Trino trino = new Trino(runner);
    trino.createSchema(new CatalogSchemaName(arguments[0], arguments[1]));
    System.out.println("listening on " + trino.listen());
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

  private Trino(LocalQueryRunner runner) {
    this.runner = runner;
    optimizers = new ArrayList<>(runner.getPlanOptimizers(true));
    optimizers.add(everyCast());
  }

  /**
   * In the text of a plan each CAST is one. Without, casts that only change a type's name stay marked as such, and
   * this Trino cannot compile such a one of a simple CASE.
   */
  private PlanOptimizer everyCast() {
    ExpressionRewriter<Void> unmark = new ExpressionRewriter<>() {
      @Override
      public Expression rewriteCast(Cast cast, Void context, ExpressionTreeRewriter<Void> rewriter) {
        return new Cast(rewriter.rewrite(cast.getExpression(), context), cast.getType(), cast.isSafe());
      }
    };
    return new IterativeOptimizer(
        runner.getPlannerContext(),
        new RuleStatsRecorder(),
        runner.getStatsCalculator(),
        runner.getCostCalculator(),
        new ExpressionRewriteRuleSet((expression, context) -> ExpressionTreeRewriter.rewriteWith(unmark, expression))
            .rules());
  }

  private void createSchema(CatalogSchemaName schema) {
    TrinoPrincipal owner = new TrinoPrincipal(PrincipalType.USER, runner.getDefaultSession().getUser());
    runner.inTransaction(transaction -> {
      runner.getMetadata().createSchema(transaction, schema, Map.of(), owner);
      return null;
    });
  }

  /** A statement is the body of a request, what it returned that of the answer. */
  private String listen() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(AT_ONCE));
    server.createContext("/", this::answer);
    server.start();
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      String sql = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      byte[] body = JSON.writeValueAsBytes(answerTo(sql));
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (Exception error) {
      // Whoever asked sees a connection that ended; the log says why.
      error.printStackTrace();
    }
  }

  private Map<String, Object> answerTo(String sql) {
    try {
      return run(sql);
    } catch (Exception | StackOverflowError error) {
      return Map.of("error", nameOf(error), "causes", wordsOf(error));
    }
  }

  private static String nameOf(Throwable error) {
    if (error instanceof TrinoException refused) return refused.getErrorCode().getName();
    return error instanceof ParsingException ? "SYNTAX_ERROR" : "GENERIC_INTERNAL_ERROR";
  }

  /** Its message, and that of each cause behind it. */
  private static List<String> wordsOf(Throwable error) {
    return Stream.iterate(error, cause -> cause != null, Throwable::getCause).map(Throwable::toString).toList();
  }

  private Map<String, Object> run(String sql) {
    Session session = Session.builder(runner.getDefaultSession())
        .setQueryId(QueryId.valueOf("s3audit_" + queries.incrementAndGet()))
        .setStart(Instant.now())
        .build();
    ParsingOptions options = new ParsingOptions(DecimalLiteralTreatment.AS_DECIMAL);
    if (runner.getSqlParser().createStatement(sql, options) instanceof CreateTable table) {
      runner.inTransaction(session, transaction -> create(transaction, table));
      return Map.of("columns", List.of(), "rows", List.of());
    }
    return valuesOf(runner.inTransaction(session, transaction -> execute(transaction, sql)));
  }

  /** Types by their names, values as Trino's client protocol has them. */
  private static Map<String, Object> valuesOf(MaterializedResult result) {
    List<String> names = result.getColumnNames();
    List<Map<String, String>> columns = IntStream.range(0, names.size())
        .mapToObj(at -> Map.of("name", names.get(at), "type", result.getTypes().get(at).getDisplayName()))
        .collect(Collectors.toList());
    List<List<Object>> rows = result.getMaterializedRows().stream()
        .map(MaterializedRow::getFields)
        .collect(Collectors.toList());
    return Map.of("columns", columns, "rows", rows);
  }

  private MaterializedResult execute(Session transaction, String sql) {
    Plan plan = runner.createPlan(
        transaction, sql, optimizers, LogicalPlanner.Stage.OPTIMIZED_AND_VALIDATED, WarningCollector.NOOP);
    List<String> names = ((OutputNode) plan.getRoot()).getColumnNames();
    AtomicReference<MaterializedResult.Builder> result = new AtomicReference<>();
    OutputFactory output = new PageConsumerOutputFactory(types -> {
      result.compareAndSet(null, MaterializedResult.resultBuilder(transaction, types).columnNames(names));
      return result.get()::page;
    });
    TaskContext task = TestingTaskContext.builder(runner.getExecutor(), runner.getScheduler(), transaction).build();
    List<Driver> drivers = createDrivers(transaction, plan, output, task);
    try {
      while (!drivers.stream().allMatch(Driver::isFinished))
        drivers.forEach(driver -> driver.processForNumberOfIterations(1));
    } finally {
      drivers.forEach(Driver::close);
    }
    return result.get().build();
  }

  // What runs a plan, and what creates a table, Trino keeps to its own packages.

  @SuppressWarnings("unchecked")
  private List<Driver> createDrivers(Session transaction, Plan plan, OutputFactory output, TaskContext task) {
    Class<?>[] types = {Session.class, Plan.class, OutputFactory.class, TaskContext.class};
    return (List<Driver>) call(runner, "createDrivers", types, transaction, plan, output, task);
  }

  private Object create(Session transaction, CreateTable statement) {
    CreateTableTask task = new CreateTableTask(
        runner.getPlannerContext(),
        runner.getAccessControl(),
        runner.getColumnPropertyManager(),
        runner.getTablePropertyManager());
    Class<?>[] types = {CreateTable.class, Session.class, List.class, Consumer.class};
    Consumer<Object> nobody = output -> {};
    return call(task, "internalExecute", types, statement, transaction, List.of(), nobody);
  }

  private static Object call(Object object, String name, Class<?>[] types, Object... arguments) {
    try {
      Method method = object.getClass().getDeclaredMethod(name, types);
      method.setAccessible(true);
      return method.invoke(object, arguments);
    } catch (InvocationTargetException error) {
      throw error.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(error.getCause());
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
  }
}
