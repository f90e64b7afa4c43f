// All vectors, in the environment that the mutation tests bring with them.
import '../../src/engine/vectors.test';
