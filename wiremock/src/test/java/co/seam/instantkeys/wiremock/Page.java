package co.seam.instantkeys.wiremock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sends a request byte by byte, with whatever headers: HTTP clients do not let a test set Host and Origin. */
final class Page {
    final int status;
    final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final String body;

    private Page(List<String> head, String body) {
        status = Integer.parseInt(head.get(0).split(" ")[1]);
        for (String line : head.subList(1, head.size())) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).trim());
        }
        this.body = body;
    }

    static Page get(String url, String... headers) {
        return send("GET", url, "", headers);
    }

    /** Sends a form as the browser does that shows a page of the same server. */
    static Page form(String url, String form, String... headers) {
        return send("POST", url, form, with(headers, "Content-Type: application/x-www-form-urlencoded"));
    }

    static Page json(String url, String json, String... headers) {
        return send("POST", url, json.replace('\'', '"'), with(headers, "Content-Type: application/json"));
    }

    /** @param headers lines that are added to, or replace, those of a client that behaves */
    static Page send(String method, String url, String body, String... headers) {
        URI uri = URI.create(url);
        Map<String, String> lines = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        lines.put("Host", uri.getAuthority());
        lines.put("Connection", "close");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 || method.equals("POST")) {
            lines.put("Content-Length", String.valueOf(bytes.length));
        }
        for (String header : headers) {
            int colon = header.indexOf(':');
            lines.put(header.substring(0, colon), header.substring(colon + 1).trim());
        }
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        String head = method + " " + target + " HTTP/1.1\r\n"
                + lines.entrySet().stream()
                        .map(line -> line.getKey() + ": " + line.getValue() + "\r\n")
                        .collect(Collectors.joining())
                + "\r\n";
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            return read(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Page read(BufferedReader in) throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            head.add(line);
        }
        return new Page(head, in.lines().collect(Collectors.joining("\n")));
    }

    private static String[] with(String[] headers, String first) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(headers));
        return all.toArray(new String[0]);
    }
}
