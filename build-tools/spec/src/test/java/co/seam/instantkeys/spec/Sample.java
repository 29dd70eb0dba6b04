package co.seam.instantkeys.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** A document of one operation that breaks no style rule. */
public final class Sample {
    public static final String YAML = """
            openapi: 3.0.3
            info: {title: Doors, version: '1'}
            tags:
              - name: doors
                description: Finds doors.
            security:
              - api_key: []
            paths:
              /doors/list:
                post:
                  tags: [doors]
                  operationId: doors_list
                  x-method-name: list
                  summary: Lists doors.
                  description: Returns all in one response.
                  x-retry-safe: true
                  x-response-key: doors
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema:
                          $ref: '#/components/schemas/list_doors_request'
                        examples:
                          all:
                            value: {}
                          some:
                            value: {kind: gate, names: [north], floor: null}
                  responses:
                    '200':
                      description: The doors.
                      content:
                        application/json:
                          schema:
                            $ref: '#/components/schemas/doors_response'
                          examples:
                            one:
                              value:
                                doors: [{door_id: d1, code: '1234', details: {colour: red}, width: 0.9}]
            components:
              securitySchemes:
                api_key:
                  type: http
                  scheme: bearer
                  description: Key of one workspace.
              schemas:
                list_doors_request:
                  type: object
                  description: Which doors.
                  properties:
                    kind:
                      $ref: '#/components/schemas/door_kind'
                    names:
                      type: array
                      maxItems: 10
                      description: Names of doors.
                      items:
                        type: string
                    floor:
                      type: integer
                      nullable: true
                      description: Floor, 0 at the street. Null for those outside.
                door_kind:
                  type: string
                  description: Kind of door.
                  enum: [gate, flap]
                doors_response:
                  type: object
                  description: Doors.
                  required: [doors]
                  properties:
                    doors:
                      type: array
                      description: The doors.
                      items:
                        $ref: '#/components/schemas/door'
                door:
                  type: object
                  description: A door.
                  required: [door_id]
                  properties:
                    door_id:
                      type: string
                      format: uuid
                      description: Id of the door.
                    code:
                      type: string
                      x-sensitive: true
                      description: Code that opens it.
                    opened_at:
                      type: string
                      format: date-time
                      description: Time at which it was opened last.
                    width:
                      type: number
                      description: Metres.
                    details:
                      type: object
                      additionalProperties: true
                      description: More about it.
            x-curated: true
            # The extensions above:
            #   x-curated       as in seam.yaml
            #   x-method-name   as in seam.yaml
            #   x-exactly-one-of   as in seam.yaml
            #   x-at-least-one-of  as in seam.yaml
            #   x-by            as in seam.yaml
            #   x-response-key  as in seam.yaml
            #   x-retry-safe    as in seam.yaml
            #   x-sensitive     as in seam.yaml
            """;

    private Sample() {}

    /** Returns the document as a new tree. */
    public static JsonNode tree() {
        Object tree = new Yaml().load(YAML);
        return new ObjectMapper().valueToTree(tree);
    }

    /** Returns the document with the first occurrence of a text replaced. */
    public static String with(String text, String other) {
        assertThat(YAML).as("the document that is to be changed").contains(text);
        return YAML.replaceFirst(Pattern.quote(text), Matcher.quoteReplacement(other));
    }
}
