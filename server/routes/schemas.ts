import type {ColumnsOfModel} from "../../src/lib/scoring/scoreCsv.js";
import {dataField} from "../requests/dataFile.js";

/** JSON schemas of what goes in and out, which also make the OpenAPI document. */

export interface AnswerQuery {
  probability: boolean;
  findings: boolean;
  spreadsheet: boolean;
}

export const answerQuery = {
  type: "object",
  properties: {
    probability: {
      type: "boolean",
      default: false,
      description: "Whether to answer with each row's probability as well"
    },
    findings: {
      type: "boolean",
      default: false,
      description:
        "Whether to answer with what was checked as well: how the file was read, ids, missing and unusual values"
    },
    spreadsheet: {
      type: "boolean",
      default: true,
      description: "Whether ids in CSV that a spreadsheet program would execute as a formula begin with an apostrophe"
    }
  }
} as const;

const problem = {
  description: "What is wrong, and where",
  content: {
    "application/json": {
      schema: {
        type: "object",
        required: ["code", "message"],
        properties: {
          code: {type: "string", description: "Stable, for programs", example: "csv-not-a-number"},
          message: {type: "string", description: "A sentence, for people"},
          file: {type: "string"},
          row: {type: "integer", minimum: 1, description: "Counts from 1, without the header"},
          column: {type: "string"},
          value: {type: "string", description: "The first 40 characters of what is there"}
        }
      }
    }
  }
} as const;

const finding = {
  type: "object",
  required: ["level", "text"],
  properties: {
    level: {type: "string", enum: ["passed", "note", "warning"]},
    text: {type: "string", description: "A sentence, for people; names are in backticks"}
  },
  additionalProperties: false
} as const;

/** The answers of a route that predicts. */
export function answers(idColumn: string) {
  const row = {
    type: "object",
    required: [idColumn, "target_pred"],
    properties: {
      [idColumn]: {type: "string"},
      target_pred: {type: "integer", enum: [0, 1], description: "1 where the probability reaches the threshold"},
      probability: {type: "number", minimum: 0, maximum: 1, description: "Of target 1; with `probability=true`"}
    },
    additionalProperties: false
  };
  const predictions = {type: "array", items: row};
  const checked = {
    type: "object",
    required: ["predictions", "findings"],
    properties: {predictions, findings: {type: "array", items: finding}},
    additionalProperties: false
  };
  return {
    200: {
      description: "A prediction a row, in the order of the rows",
      content: {
        "application/json": {
          schema: {oneOf: [predictions, {...checked, description: "With `findings=true`"}]}
        },
        "application/x-ndjson": {
          schema: {
            type: "string",
            description: 'A JSON object a line; with `findings=true`, the last line is `{"findings": […]}`'
          }
        },
        "text/csv": {schema: {type: "string", description: `${idColumn},target_pred[,probability]`}}
      }
    },
    "4xx": problem,
    "5xx": problem
  };
}

export const uploadBody = {
  required: true,
  content: {
    "text/csv": {schema: {type: "string", description: "The CSV file itself"}},
    "multipart/form-data": {
      schema: {
        type: "object",
        required: [dataField],
        properties: {[dataField]: {type: "string", format: "binary", description: "A CSV file with a header"}}
      }
    }
  }
};

export function rowsBody({idColumn, idIsRowNumber, categories}: ColumnsOfModel) {
  const values = [{type: "number"}, {type: "null"}];
  const row = {
    type: "object",
    required: idIsRowNumber ? [] : [idColumn],
    properties: {[idColumn]: {oneOf: [{type: "string"}, {type: "number"}]}},
    additionalProperties: {oneOf: categories === undefined ? values : [...values, {type: "string"}]}
  };
  return {
    required: true,
    content: {
      "application/json": {schema: {oneOf: [{type: "array", minItems: 1, items: row}, row]}}
    }
  };
}

const split = {
  type: "object",
  required: ["columns", "data"],
  properties: {
    columns: {type: "array", items: {type: "string"}},
    data: {type: "array", minItems: 1, items: {type: "array", items: {}}}
  }
};
const records = {type: "array", minItems: 1, items: {type: "object"}};
const lists = {type: "array", minItems: 1, items: {}};

export const invocationBody = {
  required: true,
  content: {
    "application/json": {
      schema: {
        oneOf: [
          {type: "object", required: ["dataframe_split"], properties: {dataframe_split: split}},
          {type: "object", required: ["dataframe_records"], properties: {dataframe_records: records}},
          {type: "object", required: ["instances"], properties: {instances: lists}},
          {type: "object", required: ["inputs"], properties: {inputs: {oneOf: [lists, {type: "object"}]}}}
        ]
      }
    },
    "text/csv": {schema: {type: "string", description: "A CSV file with a header, with ids"}}
  }
};

export const invocationAnswer = {
  200: {
    description: "The probability of target 1, in the order of the rows",
    content: {
      "application/json": {
        schema: {
          type: "object",
          required: ["predictions"],
          properties: {predictions: {type: "array", items: {type: "number", minimum: 0, maximum: 1}}},
          additionalProperties: false
        }
      }
    }
  },
  "4xx": problem,
  "5xx": problem
};

export const health = {
  200: {
    description: "The service is alive",
    content: {
      "application/json": {
        schema: {
          type: "object",
          required: ["status"],
          properties: {status: {type: "string", enum: ["ok"]}}
        }
      }
    }
  }
} as const;

export const readiness = {
  200: {
    description: "The service takes requests",
    content: {
      "application/json": {
        schema: {
          type: "object",
          required: ["status", "model", "runId"],
          properties: {status: {type: "string", enum: ["ready"]}, model: {type: "string"}, runId: {type: "string"}}
        }
      }
    }
  },
  503: {...problem, description: "The service is shutting down, or has too many requests"}
} as const;

export const modelDescription = {
  200: {
    description: "The model that answers now",
    content: {
      "application/json": {
        schema: {
          type: "object",
          required: ["model", "title", "runId", "runName", "idColumn", "features", "threshold", "metrics", "loadedAt"],
          properties: {
            model: {type: "string"},
            title: {type: "string"},
            runId: {type: "string"},
            runName: {type: "string"},
            idColumn: {type: "string"},
            features: {type: "array", items: {type: "string"}},
            threshold: {type: "number"},
            metrics: {
              type: "object",
              additionalProperties: {
                type: "object",
                properties: {mean: {type: "number"}, standardDeviation: {type: "number"}}
              }
            },
            loadedAt: {type: "string", format: "date-time"}
          }
        }
      }
    }
  }
} as const;
