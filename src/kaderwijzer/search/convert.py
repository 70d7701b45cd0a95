"""Weights → an ordinary sentence-transformers folder, with the same model as ONNX beside it.

Runs once, at set-up. The folder loads with `SentenceTransformer(path)`; the graphs in `onnx/` (`graphs.py`)
give the same normalised sentence vector, and what the reading model says, so that asking needs no torch.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kaderwijzer.search.graphs import export_graphs
from kaderwijzer.search.vocabulary import kept_pieces
from kaderwijzer.search.weights import Shape, Weights, read_weights

_SPECIAL = {"bos_token": "<s>", "pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}


def convert(weight_file: Path, folder: Path) -> None:
    """Write the model folder; the same weights always give the same bytes."""
    weights = read_weights(weight_file)
    kept = kept_pieces(len(weights.pieces))
    folder.mkdir(parents=True, exist_ok=True)
    write_tokenizer(weights, kept, folder / "tokenizer.json")
    _write_settings(weights.shape, len(kept), folder)
    state = _state(weights, kept)
    _adapt(state)
    model = _bert(weights.shape, state)
    _save_weights(model, folder / "model.safetensors")
    export_graphs(model, folder / "onnx")


def write_tokenizer(weights: Weights, kept: NDArray[np.int64], target: Path) -> None:
    """Write the SentencePiece unigram tokenizer of the kept pieces as tokenizer.json."""
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import Unigram

    pieces = [(weights.pieces[i], float(weights.scores[i])) for i in kept]
    ids = {piece: i for i, (piece, _) in enumerate(pieces)}
    tokenizer = Tokenizer(Unigram(pieces, unk_id=ids["<unk>"], byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()]
    )
    tokenizer.add_special_tokens([*_SPECIAL.values(), "<mask>"])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", ids["<s>"]), ("</s>", ids["</s>"])],
    )
    tokenizer.save(str(target))


def _write_settings(shape: Shape, vocabulary: int, folder: Path) -> None:
    """Write the small JSON files that make the folder a sentence-transformers model."""
    modules = [
        ("0", "", "sentence_transformers.models.Transformer"),
        ("1", "1_Pooling", "sentence_transformers.models.Pooling"),
        ("2", "2_Normalize", "sentence_transformers.models.Normalize"),
    ]
    files: dict[str, Any] = {
        "config.json": _config(shape, vocabulary),
        "modules.json": [
            {"idx": int(i), "name": i, "path": path, "type": kind} for i, path, kind in modules
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "cls_token": "<s>",
            "sep_token": "</s>",
            "mask_token": "<mask>",
            **_SPECIAL,
        },
    }
    (folder / "2_Normalize").mkdir(exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _config(shape: Shape, vocabulary: int) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.feed_forward,
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-12,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.types,
        "vocab_size": vocabulary,
        "pad_token_id": 1,
        "bos_token_id": 0,
        "eos_token_id": 2,
        "hidden_dropout_prob": 0.0,
        "attention_probs_dropout_prob": 0.0,
    }


_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def unadapted(weight_file: Path) -> Any:
    """Return the encoder as its makers trained it, as a module of transformers."""
    weights = read_weights(weight_file)
    return _bert(weights.shape, _state(weights, kept_pieces(len(weights.pieces))))


def _state(weights: Weights, kept: NDArray[np.int64]) -> dict[str, Any]:
    """Name the weights as transformers does; the pooler is not used and is zero."""
    shape, tensors = weights.shape, weights.tensors
    word = tensors["emb.word"].reshape(-1, shape.hidden)[kept]
    state: dict[str, Any] = {
        "embeddings.word_embeddings.weight": word,
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, shape.hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, shape.hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
        "pooler.dense.weight": np.zeros((shape.hidden, shape.hidden), np.float32),
        "pooler.dense.bias": np.zeros(shape.hidden, np.float32),
    }
    for layer in range(shape.layers):
        for short, name in _LAYER.items():
            bias = tensors[f"l{layer}.{short}.b"]
            weight = tensors[f"l{layer}.{short}.w"]
            if not short.endswith("ln"):
                weight = weight.reshape(bias.size, -1)
            state[f"encoder.layer.{layer}.{name}.weight"] = weight
            state[f"encoder.layer.{layer}.{name}.bias"] = bias
    return state


def _bert(shape: Shape, state: dict[str, Any]) -> Any:
    import torch
    from transformers import BertConfig, BertModel

    vocabulary = len(state["embeddings.word_embeddings.weight"])
    model = BertModel(BertConfig(**_config(shape, vocabulary)))
    model.load_state_dict(
        {k: torch.from_numpy(np.array(v)) for k, v in state.items()}, strict=False
    )
    return model.eval()  # type: ignore[no-untyped-call]


def _adapt(state: dict[str, Any]) -> None:
    """Add the low-rank changes that fit the encoder to questions about the corpus.

    `adapter.npz` holds for each changed weight W two factors of rank 8; the weight used is W + up @ down.
    It is made by `evaluation/train_encoder.py`.
    """
    path = resources.files("kaderwijzer.search").joinpath("adapter.npz")
    with path.open("rb") as file, np.load(file, allow_pickle=False) as factors:
        for name in sorted({key.rsplit(".", 1)[0] for key in factors.files}):
            up, down = (factors[f"{name}.{side}"].astype(np.float32) for side in ("up", "down"))
            state[f"{name}.weight"] = state[f"{name}.weight"] + up @ down


def _save_weights(model: Any, target: Path) -> None:
    from safetensors.torch import save_file

    state = {k: v.contiguous() for k, v in model.state_dict().items() if "position_ids" not in k}
    save_file(state, str(target), metadata={"format": "pt"})
