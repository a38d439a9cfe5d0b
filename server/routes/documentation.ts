import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type {FastifyInstance} from "fastify";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The request body as OpenAPI has it, for bodies that the route checks itself. */
    documentedBody?: Record<string, unknown>;
  }
}

/** Collects the routes that are added after it. */
export async function registerOpenApi(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: "3.0.3",
      info: {
        title: "Transaction prediction",
        version: "1.0.0",
        description: "Predicts by the staged model which customers will make a transaction."
      },
      tags: [
        {name: "inference", description: "Predictions"},
        {name: "service", description: "Health and metrics"}
      ]
    },
    transform: ({schema, url, route}) => {
      const body = route.config?.documentedBody;
      // The plugin knows bodies only as schemas that Fastify validates; ours are put in by their content.
      return {schema: {...schema, ...(body && {body})}, url};
    }
  });
}

/** The document and its interactive page, whose files come with the package: nothing is asked of another host. */
export async function registerDocumentation(server: FastifyInstance): Promise<void> {
  server.get("/api/v1/openapi.json", {schema: {hide: true}}, async () => server.swagger());
  await server.register(swaggerUi, {
    routePrefix: "/api/v1/docs",
    uiConfig: {validatorUrl: null, docExpansion: "list", tryItOutEnabled: true}
  });
}
