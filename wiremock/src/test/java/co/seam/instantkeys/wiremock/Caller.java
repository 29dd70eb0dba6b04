package co.seam.instantkeys.wiremock;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Speaks to a sandbox over a real socket, as a program in any language would. Each answer of the sandbox is held against
 * the contract, and so is each request that it accepts, unless the request is beyond the contract on purpose.
 */
final class Caller {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final SeamSandbox sandbox;

    Caller(SeamSandbox sandbox) {
        this.sandbox = sandbox;
    }

    Answer post(String path, String json) {
        Answer answer = postBeyondContract(path, json);
        if (answer.isOfSandbox() && answer.status() < 400) {
            Contract.requireRequest(path, json);
        }
        return answer;
    }

    /** For a request that the sandbox takes and the contract does not provide for. */
    Answer postBeyondContract(String path, String json) {
        return send(request(path)
                .header("Authorization", "Bearer " + sandbox.apiKey())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    /** A request to the path with nothing set. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(sandbox.endpoint() + path));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            Answer answer = new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
            if (answer.isOfSandbox()) {
                Contract.requireAnswer(answer.response);
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String createPerson() {
        return post("/user_identities/create", "{}").text("user_identity.user_identity_id");
    }

    /** A grant to Room 101 for a new person, with one method of each of the modes. */
    Answer createGrant(String... modes) {
        return createGrantWith("\"user_identity\": {}", modes);
    }

    /** @param fields further fields of the request, the person among them */
    Answer createGrantWith(String fields, String... modes) {
        String methods =
                Stream.of(modes).map(mode -> "{\"mode\": \"" + mode + "\"}").collect(Collectors.joining(", "));
        return post("/access_grants/create", """
                {"acs_entrance_ids": ["%s"], "requested_access_methods": [%s], %s}
                """.formatted(sandbox.acsEntranceId("Room 101"), methods, fields));
    }

    Answer accessMethod(String accessMethodId) {
        return post("/access_methods/get", "{\"access_method_id\": \"" + accessMethodId + "\"}");
    }

    Answer accessGrant(String accessGrantId) {
        return post("/access_grants/get", "{\"access_grant_id\": \"" + accessGrantId + "\"}");
    }

    /** The types of all events that match, oldest first. */
    List<String> eventTypes(String filter) {
        return post("/events/list", "{\"since\": \"2000-01-01T00:00:00Z\", " + filter + "}")
                .texts("events", "event_type");
    }

    String generateKey(String userIdentityId) {
        return post("/user_identities/generate_instant_key", "{\"user_identity_id\": \"" + userIdentityId + "\"}")
                .text("instant_key.instant_key_id");
    }

    static final class Answer {
        final HttpResponse<String> response;
        final JsonObject body;

        Answer(HttpResponse<String> response) {
            this.response = response;
            this.body = JsonParser.parseString(response.body()).getAsJsonObject();
        }

        /** Rather than of a stub that a test put in its place. */
        boolean isOfSandbox() {
            return response.headers().firstValue("seam-request-id").isPresent();
        }

        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        boolean has(String path) {
            int dot = path.lastIndexOf('.');
            JsonElement parent = dot < 0 ? body : at(path.substring(0, dot));
            return parent.getAsJsonObject().has(path.substring(dot + 1));
        }

        /** What a dotted path leads to; an index leads into an array, or to the field of that name. */
        JsonElement at(String path) {
            JsonElement element = body;
            for (String name : path.split("\\.")) {
                element = element.isJsonArray()
                        ? element.getAsJsonArray().get(Integer.parseInt(name))
                        : element.getAsJsonObject().get(name);
                if (element == null) {
                    throw new AssertionError("no " + name + " of " + path + " in " + body);
                }
            }
            return element;
        }

        String text(String path) {
            return at(path).getAsString();
        }

        /** One field of every object of a list. */
        List<String> texts(String list, String field) {
            return StreamSupport.stream(at(list).getAsJsonArray().spliterator(), false)
                    .map(item -> item.getAsJsonObject().get(field).getAsString())
                    .toList();
        }

        /** A list of strings. */
        List<String> strings(String list) {
            return StreamSupport.stream(at(list).getAsJsonArray().spliterator(), false)
                    .map(JsonElement::getAsString)
                    .toList();
        }

        /** What validation says about a parameter, by its dotted path; the empty path is the whole request. */
        List<String> problems(String path) {
            String node = path.isEmpty() ? "" : path + ".";
            return strings("error.validation_errors." + node + "_errors");
        }
    }
}
