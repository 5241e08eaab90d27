// Go_check asks Go's sumdb/note and sumdb/tlog what they think of what growth-ledger made.
//
// It reads one JSON object on standard input and writes one on standard output, with an answer for
// each item of each list: what was read from it, or the error.
package main

import (
	"encoding/base64"
	"encoding/json"
	"log"
	"os"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type questions struct {
	Notes []struct{ Note, Vkey string }
	Sign  []struct{ Text, Skey string }
	Trees []string
	// Hashes are base64, as tlog.Hash reads them from JSON.
	Inclusions []struct {
		Index, Size int64
		Leaf, Root  tlog.Hash
		Proof       tlog.RecordProof
	}
	Consistencies []struct {
		Old, New         int64
		OldRoot, NewRoot tlog.Hash
		Proof            tlog.TreeProof
	}
}

type answer struct {
	Error string
	Text  string
	Size  int64
}

func main() {
	var asked questions
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		log.Fatal(err)
	}
	answers := map[string][]answer{}
	for _, one := range asked.Notes {
		answers["notes"] = append(answers["notes"], open(one.Note, one.Vkey))
	}
	for _, one := range asked.Sign {
		answers["sign"] = append(answers["sign"], sign(one.Text, one.Skey))
	}
	for _, text := range asked.Trees {
		tree, err := tlog.ParseTree([]byte(text))
		found := refused(err)
		found.Size = tree.N
		found.Text = base64.StdEncoding.EncodeToString(tree.Hash[:])
		answers["trees"] = append(answers["trees"], found)
	}
	for _, one := range asked.Inclusions {
		err := tlog.CheckRecord(one.Proof, one.Size, one.Root, one.Index, one.Leaf)
		answers["inclusions"] = append(answers["inclusions"], refused(err))
	}
	for _, one := range asked.Consistencies {
		err := tlog.CheckTree(one.Proof, one.New, one.NewRoot, one.Old, one.OldRoot)
		answers["consistencies"] = append(answers["consistencies"], refused(err))
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}

func open(text, vkey string) answer {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return refused(err)
	}
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		return refused(err)
	}
	return answer{Text: opened.Text}
}

func sign(text, skey string) answer {
	signer, err := note.NewSigner(skey)
	if err != nil {
		return refused(err)
	}
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return refused(err)
	}
	return answer{Text: string(signed)}
}

func refused(err error) answer {
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{}
}
