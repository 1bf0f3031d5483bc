import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Starts DynamoDB Local where nobody else can reach it: its own main class listens on every address
 * and has no option against that. Takes a free port, says which, and ends when its standard input
 * does, so that it never outlives the tests, however they end.
 */
public class Loopback {
    public static void main(String[] arguments) throws Exception {
        DynamoDBProxyServer proxy = ServerRunner.createServerFromCommandLineArgs(arguments);
        ServerConnector connector = onlyConnectorOf(proxy);
        connector.setHost("127.0.0.1");
        connector.setPort(0);
        proxy.start();
        System.out.println("LISTENING " + connector.getLocalPort());
        while (System.in.read() >= 0) { }
        Runtime.getRuntime().halt(0);
    }

    private static ServerConnector onlyConnectorOf(DynamoDBProxyServer proxy) throws Exception {
        var field = DynamoDBProxyServer.class.getDeclaredField("server");
        field.setAccessible(true);
        Connector[] connectors = ((Server) field.get(proxy)).getConnectors();
        if (connectors.length != 1) throw new IllegalStateException(connectors.length + " connectors");
        return (ServerConnector) connectors[0];
    }
}
