package co.seam.instantkeys.examples.batch;

import co.seam.instantkeys.Seam;
import co.seam.instantkeys.generated.model.AcsEntrance;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The program that simulates the API, in a JVM of its own. Its log shows what it has processed. */
final class StandAloneSandbox implements AutoCloseable {
    private static final String ENDPOINT = "Seam sandbox at ";
    private static final String API_KEY = "API key ";

    private final Process process;
    private final String endpoint;
    private final String apiKey;
    private final Map<String, String> entrances;

    StandAloneSandbox() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "co.seam.instantkeys.wiremock.StandAlone",
                        "--port",
                        "0")
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        endpoint = value(output, ENDPOINT);
        apiKey = value(output, API_KEY);
        try (Seam seam = Seam.builder().endpoint(endpoint).apiKey(apiKey).build()) {
            entrances = seam.acs().entrances().list().stream()
                    .collect(Collectors.toMap(AcsEntrance::getDisplayName, AcsEntrance::getAcsEntranceId));
        }
    }

    private static String value(BufferedReader output, String prefix) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length());
            }
        }
        throw new IOException("the sandbox ended before it printed \"" + prefix + "\"");
    }

    String endpoint() {
        return endpoint;
    }

    String apiKey() {
        return apiKey;
    }

    String acsEntranceId(String displayName) {
        return entrances.get(displayName);
    }

    /** Returns how many grants were created for each key, deleted ones included. */
    Map<String, Integer> grantsCreatedByKey() throws Exception {
        Map<String, Integer> created = new TreeMap<>();
        counts().getAsJsonObject("grants_created_by_key")
                .entrySet()
                .forEach(key -> created.put(key.getKey(), key.getValue().getAsInt()));
        return created;
    }

    int timesReceived(String path) throws Exception {
        return counts().getAsJsonObject("operations")
                .getAsJsonObject(path)
                .get("received")
                .getAsInt();
    }

    private JsonObject counts() throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(endpoint + "/__sandbox/api/counts"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
