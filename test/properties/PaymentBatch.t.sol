// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {PaymentBatch} from "../../contracts/PaymentBatch.sol";
import {IPaymentBatch} from "../../contracts/interfaces/IPaymentBatch.sol";
import {ServiceCoin} from "../../contracts/ServiceCoin.sol";
import {Authorization, TRANSFER_TYPEHASH, signAuthorization} from "../fixtures/Signatures.sol";
import {deploy} from "../fixtures/Deploy.sol";
import {VM, bound} from "../fixtures/Vm.sol";

contract PaymentBatchTest {
    uint256 private constant START = 1_800_000_000;
    uint256 private constant ACCOUNTS = 4;
    uint256 private constant NONCES = 6;
    uint256 private constant SHARE = 1_000;

    struct Item {
        Authorization terms;
        bytes signature;
    }

    ServiceCoin private _coin;
    PaymentBatch private _batch;

    function setUp() external {
        VM.warp(START);
        _coin = ServiceCoin(
            deploy("ServiceCoin", abi.encode(address(this), address(this), ACCOUNTS * SHARE, ACCOUNTS * SHARE))
        );
        _batch = PaymentBatch(deploy("PaymentBatch", abi.encode(_coin)));
        for (uint256 i = 0; i < ACCOUNTS; ++i) _coin.transfer(_account(i), SHARE);
    }

    /// @dev Few accounts, nonces and coins, so that payments conflict with each other.
    function testFuzz_doesWhatTheCoinDoesOneByOne(uint256 seed, uint256 count) external {
        count = bound(count, 1, 24);
        Item[] memory items = new Item[](count);
        for (uint256 i = 0; i < count; ++i) items[i] = _item(uint256(keccak256(abi.encode(seed, i))));

        uint256 snapshot = VM.snapshotState();
        for (uint256 i = 0; i < count; ++i) _payAlone(items[i]);
        bytes32 expected = _stateHash();
        VM.revertToState(snapshot);

        _batch.settle(_pack(items));
        VM.assertEq(_stateHash(), expected, "balances and nonces");
    }

    function testFuzz_refusesWhatIsCutOffOrTooLong(uint256 seed, uint256 count, uint256 cut, bool isLonger) external {
        count = bound(count, 1, 8);
        Item[] memory items = new Item[](count);
        for (uint256 i = 0; i < count; ++i) items[i] = _item(uint256(keccak256(abi.encode(seed, i))));
        bytes memory packed = _pack(items);
        bytes memory changed =
            isLonger
                ? abi.encodePacked(packed, new bytes(bound(cut, 1, 200)))
                : _head(packed, _boundOffBorders(packed, cut));

        bytes32 before = _stateHash();
        (bool success, bytes memory said) = address(_batch).call(abi.encodeCall(IPaymentBatch.settle, (changed)));
        VM.assertEq(success, false, "success");
        VM.assertEq(bytes32(bytes4(said)), bytes32(IPaymentBatch.PaymentBatchMalformed.selector), "error");
        VM.assertEq(_stateHash(), before, "balances and nonces");
    }

    /// @dev More payments than the gas limit of a transaction on Ethereum allows, but not on other chains.
    function test_takesMoreThan255InAGroup() external {
        Item[] memory items = new Item[](300);
        for (uint256 i = 0; i < items.length; ++i) {
            Authorization memory terms = Authorization(_account(0), _account(1), 1, START - 1, START + 1, bytes32(i));
            items[i] = Item(terms, signAuthorization(_coin, 1, TRANSFER_TYPEHASH, terms));
        }
        _batch.settle(_pack(items));
        VM.assertEq(_coin.balanceOf(_account(1)), SHARE + 300, "balance of the payee");
    }

    function _payAlone(Item memory item) private {
        Authorization memory a = item.terms;
        try
            _coin.transferWithAuthorization(a.from, a.to, a.value, a.validAfter, a.validBefore, a.nonce, item.signature)
        {} catch {}
    }

    /// @dev About half of them are valid on their own.
    function _item(uint256 random) private view returns (Item memory item) {
        uint256 payer = random % ACCOUNTS;
        item.terms = Authorization({
            from: _account(payer),
            to: (random >> 8) % 16 == 0 ? address(0) : _account((random >> 16) % ACCOUNTS),
            value: (random >> 24) % (SHARE / 2),
            validAfter: (random >> 40) % 8 == 0 ? START : START - 1,
            validBefore: (random >> 48) % 8 == 0 ? START : START + 1,
            nonce: bytes32((random >> 56) % NONCES)
        });
        uint256 kind = (random >> 64) % 8;
        uint256 signer = kind == 0 ? payer + 1 : payer;
        item.signature = signAuthorization(_coin, (signer % ACCOUNTS) + 1, TRANSFER_TYPEHASH, item.terms);
        if (kind == 1) item.signature[64] = bytes1(uint8(random >> 72));
        if (kind == 2) item.terms.value += 1;
    }

    /// @dev Consecutive payments to one payee form a group.
    function _pack(Item[] memory items) private pure returns (bytes memory packed) {
        for (uint256 first = 0; first < items.length;) {
            uint256 end = first;
            bytes memory group;
            while (end < items.length && items[end].terms.to == items[first].terms.to) {
                group = abi.encodePacked(group, _packItem(items[end]));
                ++end;
            }
            packed = abi.encodePacked(packed, items[first].terms.to, uint16(end - first), group);
            first = end;
        }
    }

    function _packItem(Item memory item) private pure returns (bytes memory) {
        Authorization memory a = item.terms;
        bytes memory s = item.signature;
        bytes32 r;
        bytes32 half;
        assembly {
            r := mload(add(s, 0x20))
            half := mload(add(s, 0x40))
        }
        bytes memory terms = abi.encodePacked(
            a.from,
            uint96(a.value),
            uint40(a.validAfter),
            uint40(a.validBefore),
            a.nonce
        );
        return abi.encodePacked(terms, s[64], r, half);
    }

    /// @dev Returns a length at which no group ends. 0 is included, because empty data has no group.
    function _boundOffBorders(bytes memory packed, uint256 cut) private pure returns (uint256 length) {
        length = cut % packed.length;
        for (uint256 offset = 0; offset < packed.length;) {
            offset += 22 + 139 * ((uint256(uint8(packed[offset + 20])) << 8) | uint8(packed[offset + 21]));
            if (offset == length) return length - 1;
        }
    }

    function _head(bytes memory packed, uint256 length) private pure returns (bytes memory head) {
        head = new bytes(length);
        for (uint256 i = 0; i < length; ++i) head[i] = packed[i];
    }

    function _stateHash() private view returns (bytes32 hash) {
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            hash = keccak256(abi.encode(hash, _coin.balanceOf(_account(i))));
            for (uint256 nonce = 0; nonce < NONCES; ++nonce) {
                hash = keccak256(abi.encode(hash, _coin.authorizationState(_account(i), bytes32(nonce))));
            }
        }
        hash = keccak256(abi.encode(hash, _coin.totalSupply(), _coin.balanceOf(address(_batch))));
    }

    function _account(uint256 i) private pure returns (address) {
        return VM.addr(i + 1);
    }
}
